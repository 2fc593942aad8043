package io.fairlead.report;

import io.fairlead.cluster.NodeName;
import io.fairlead.table.TableRevision;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The listener's side: puts the parts of all speakers' reports together. Not safe for several
 * threads; time is an argument, in milliseconds of a clock that only grows.
 */
public final class ReportBook {
  /** A speaker repeats itself every few seconds; one that is silent for this long is gone. */
  public static final long SILENCE_MILLIS_MAX = 15_000;

  /** A speaker that lives is heard this soon after the listener came. */
  public static final long FIRST_WORD_MILLIS_MAX = 15_000;

  private static final class Page {
    private long stream;
    private long next;
    private NavigableMap<String, Observation> building = new TreeMap<>();
    private Optional<NodeReport> report = Optional.empty();
    private long heardMillis;
  }

  private final NavigableMap<NodeName, Page> pages = new TreeMap<>();
  private final long startMillis;

  public ReportBook(long nowMillis) {
    this.startMillis = nowMillis;
  }

  /** Takes a part in. False when one before it is missing: the speaker must begin anew. */
  public boolean accept(ReportPart part, long nowMillis) {
    var page = pages.computeIfAbsent(part.node(), _ -> new Page());
    if (part.number() == 0) {
      page.stream = part.stream();
      page.building = new TreeMap<>();
    } else if (page.stream != part.stream() || page.next != part.number()) {
      return false;
    }
    page.next = part.number() + 1;
    page.heardMillis = nowMillis;
    part.gone().forEach(page.building::remove);
    part.now().all().forEach(each -> page.building.put(each.key(), each));
    if (part.isLast()) {
      page.report = Optional.of(report(page, part.table(), part.interfaces()));
    }
    return true;
  }

  private static NodeReport report(Page page, TableRevision table, List<String> interfaces) {
    return NodeReport.of(table, interfaces, page.building.values());
  }

  /**
   * What the speakers say. One that fell silent is left out; but when all of them did, the listener
   * is the one that is cut off, and what they said last stays.
   */
  public ClusterReport at(long nowMillis) {
    boolean anyHeard = pages.values().stream().anyMatch(page -> isHeard(page, nowMillis));
    if (anyHeard) {
      pages.values().removeIf(page -> !isHeard(page, nowMillis));
    }
    var reports = new TreeMap<NodeName, NodeReport>();
    pages.forEach((node, page) -> page.report.ifPresent(report -> reports.put(node, report)));
    boolean isSettled = !reports.isEmpty() && nowMillis - startMillis >= FIRST_WORD_MILLIS_MAX;
    return new ClusterReport(reports, isSettled);
  }

  private static boolean isHeard(Page page, long nowMillis) {
    return nowMillis - page.heardMillis < SILENCE_MILLIS_MAX;
  }
}
