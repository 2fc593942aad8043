package io.fairlead.deploy.controller;

import io.fairlead.cluster.NodeName;
import io.fairlead.report.ClusterReport;
import io.fairlead.table.TableRevision;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which speakers are behind with the announcement table for longer than a delivery takes. */
final class TableLag {
  /** Longer than a speaker needs to notice a gap and to ask again. */
  static final long BEHIND_MILLIS_MAX = 30_000;

  private record Mark(TableRevision published, long atMillis) {}

  /** By node, the oldest table published that its speaker did not have yet. */
  private final Map<NodeName, Mark> marks = new TreeMap<>();

  /**
   * @param published the newest table
   * @param nowMillis of a clock that only grows
   */
  Set<NodeName> behind(ClusterReport report, TableRevision published, long nowMillis) {
    marks.keySet().retainAll(report.nodes().keySet());
    var behind = new TreeSet<NodeName>();
    report
        .nodes()
        .forEach(
            (node, said) -> {
              var mark = marks.get(node);
              if (said.table().compareTo(published) >= 0) {
                marks.remove(node);
              } else if (mark == null || said.table().compareTo(mark.published()) >= 0) {
                marks.put(node, new Mark(published, nowMillis));
              } else if (nowMillis - mark.atMillis() >= BEHIND_MILLIS_MAX) {
                behind.add(node);
              }
            });
    return behind;
  }
}
