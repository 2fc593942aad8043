package io.fairlead.speaker.plan;

import static io.fairlead.speaker.TestTables.entry;
import static io.fairlead.speaker.TestTables.table;
import static io.fairlead.speaker.TestViews.nodes;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;
import io.fairlead.placement.Claim;
import io.fairlead.table.AnnouncementTable;
import io.fairlead.table.TableEntry;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HelloTargetsTest {
  private static final NodeName D = new NodeName("d");
  private static final SortedSet<NodeName> MANY = nodes("o", "p", "q", "r", "s", "t");

  @Test
  void smallCluster_isWatchedWholeBeforeThereIsAnyAddress() {
    var few = nodes("a", "b", "c");
    assertEquals(few, HelloTargets.of(AnnouncementTable.EMPTY, D, ClaimBook.EMPTY, few));
    assertEquals(nodes(), HelloTargets.of(AnnouncementTable.EMPTY, D, ClaimBook.EMPTY, MANY));
  }

  @Test
  void firstAndSecondInLine_watchAllBeforeThem() {
    var table =
        table(
            1,
            1,
            entry("192.0.2.1", 1, "a", "d", "b"),
            entry("192.0.2.2", 1, "b", "c", "d"),
            entry("192.0.2.3", 1, "e", "a", "b", "d"),
            entry("192.0.2.4", 1, "d", "f"));
    assertEquals(nodes("a", "b", "c"), HelloTargets.of(table, D, ClaimBook.EMPTY, MANY));
  }

  @Test
  void claimant_isWatchedInTheOwnersPlace() {
    var table = table(1, 1, entry("192.0.2.1", 1, "a", "b", "d"));
    var claims =
        ClaimBook.of(List.of(new Claim(IpAddress.parse("192.0.2.1"), new NodeName("b"), 2)));
    assertEquals(nodes("a", "b"), HelloTargets.of(table, D, claims, MANY));
    var higher = ClaimBook.of(List.of(new Claim(IpAddress.parse("192.0.2.1"), D, 2)));
    assertEquals(nodes(), HelloTargets.of(table, D, higher, MANY));
  }

  @Test
  void numberOfTargets_isBoundedAndTheNearestDutyComesFirst() {
    var entries =
        IntStream.range(0, 60)
            .mapToObj(
                i ->
                    i < 5
                        ? entry("192.0.2." + i, 1, "z" + i, "d")
                        : entry("192.0.2." + i, 1, "m" + i, "n" + i, "d"))
            .toArray(TableEntry[]::new);
    var targets = HelloTargets.of(table(1, 1, entries), D, ClaimBook.EMPTY, MANY);
    assertEquals(HelloTargets.TARGETS_MAX, targets.size());
    assertEquals(true, targets.containsAll(nodes("z0", "z1", "z2", "z3", "z4")));
  }
}
