package io.fairlead.deploy.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.cluster.NodeName;
import io.fairlead.report.ClusterReport;
import io.fairlead.report.NodeReport;
import io.fairlead.table.TableRevision;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A speaker is behind when it lacks a table that was published long enough ago. */
class TableLagTest {
  private static final NodeName A = new NodeName("a");
  private static final long LATE = TableLag.BEHIND_MILLIS_MAX;

  private final TableLag lag = new TableLag();

  @Test
  void speakerThatStaysBehind_isToldOfAfterAWhile() {
    assertEquals(Set.of(), behind(7, 8, 0));
    assertEquals(Set.of(), behind(7, 9, LATE - 1));
    assertEquals(Set.of(A), behind(7, 9, LATE));
    assertEquals(Set.of(), behind(9, 9, LATE + 1));
  }

  @Test
  void speakerThatFollows_isNotBehindHoweverOftenTheTableChanges() {
    for (int i = 1; i < 10; i++) {
      assertEquals(Set.of(), behind(i, i + 1, i * (LATE - 1)));
    }
  }

  private Set<NodeName> behind(long has, long published, long nowMillis) {
    var report = new NodeReport(new TableRevision(3, has), new TreeSet<>(), List.of());
    return lag.behind(
        new ClusterReport(new TreeMap<>(Map.of(A, report)), true),
        new TableRevision(3, published),
        nowMillis);
  }
}
