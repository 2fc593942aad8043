package io.fairlead.report;

import io.fairlead.cluster.NodeName;
import io.fairlead.table.TableRevision;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The speaker's side of a report to one listener: knows what was told, and tells what differs. Not
 * safe for several threads.
 */
public final class ReportStream {
  /** Observations and keys in one message, so that it fits a normal frame. */
  public static final int PER_PART_MAX = 500;

  private final NodeName node;
  private final long stream;
  private final NavigableMap<String, Observation> told = new TreeMap<>();
  private long number;

  /**
   * @param stream differs from that of any earlier stream to the same listener
   */
  public ReportStream(NodeName node, long stream) {
    this.node = node;
    this.stream = stream;
  }

  /** What to tell now: at least one part, which says nothing new when nothing is. */
  public List<ReportPart> tell(
      TableRevision table, List<String> interfaces, Collection<? extends Observation> all) {
    var next = new TreeMap<String, Observation>();
    all.forEach(each -> next.put(each.key(), each));
    var now = new ArrayList<Observation>();
    next.forEach(
        (key, each) -> {
          if (!each.equals(told.get(key))) {
            now.add(each);
          }
        });
    var gone = told.keySet().stream().filter(key -> !next.containsKey(key)).toList();
    told.clear();
    told.putAll(next);
    int parts = Math.max(1, Math.max(chunks(now.size()), chunks(gone.size())));
    var message = new ArrayList<ReportPart>();
    for (int part = 0; part < parts; part++) {
      message.add(
          new ReportPart(
              node,
              stream,
              number++,
              part == parts - 1,
              table,
              interfaces,
              Observations.of(chunk(now, part)),
              chunk(gone, part)));
    }
    return message;
  }

  private static int chunks(int size) {
    return (size + PER_PART_MAX - 1) / PER_PART_MAX;
  }

  private static <T> List<T> chunk(List<T> all, int index) {
    int from = Math.min(all.size(), index * PER_PART_MAX);
    return all.subList(from, Math.min(all.size(), from + PER_PART_MAX));
  }
}
