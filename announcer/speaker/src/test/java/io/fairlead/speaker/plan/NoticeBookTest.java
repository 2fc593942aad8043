package io.fairlead.speaker.plan;

import static io.fairlead.speaker.TestTables.entry;
import static io.fairlead.speaker.TestTables.table;
import static io.fairlead.speaker.TestViews.nodes;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;
import io.fairlead.placement.Claim;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NoticeBookTest {
  private static final Claim CLAIM = new Claim(IpAddress.parse("192.0.2.1"), new NodeName("a"), 2);

  @Test
  void nodeThatIsGone_isToldUntilSomeTimeAfterItsReturn() {
    var table = table(1, 1, entry("192.0.2.1", 1, "b", "a"));
    var gone = NoticeBook.EMPTY.at(nodes("b", "c"), nodes("a", "c"), table, 1_000);
    var told = Map.of(new NodeName("b"), List.of(CLAIM));
    assertEquals(new TreeMap<>(told), gone.notices(List.of(CLAIM)));
    var back = gone.at(nodes("b", "c"), nodes("a", "b", "c"), table, 3_999);
    assertEquals(new TreeMap<>(told), back.notices(List.of(CLAIM)));
    assertEquals(NoticeBook.EMPTY, back.at(nodes("b", "c"), nodes("a", "b", "c"), table, 4_000));
    assertEquals(NoticeBook.EMPTY, gone.at(nodes("c"), nodes("a", "c"), table, 1_001));
  }

  @Test
  void nodeThatTheTableDropsWhileItIsGone_isToldAllTheSame() {
    var before = table(1, 1, entry("192.0.2.1", 1, "b", "a"));
    var dropped = table(1, 2, entry("192.0.2.1", 2, "a", "c"));
    var told = Map.of(new NodeName("b"), List.of(CLAIM));
    var gone = NoticeBook.EMPTY.at(nodes("b"), nodes("a"), before, 1_000);
    var longGone = gone.at(nodes("b"), nodes("a"), dropped, 9_000);
    var back = longGone.at(nodes("b"), nodes("a", "b"), dropped, 9_100);
    assertEquals(new TreeMap<>(told), longGone.notices(List.of(CLAIM)));
    assertEquals(new TreeMap<>(told), back.notices(List.of(CLAIM)));
  }

  @Test
  void nodeWithoutAPlace_isNotTold() {
    var table = table(1, 1, entry("192.0.2.1", 1, "c", "a"), entry("192.0.2.2", 1, "b", "a"));
    var gone = NoticeBook.EMPTY.at(nodes("b"), nodes("a"), table, 1_000);
    assertEquals(new TreeMap<>(), gone.notices(List.of(CLAIM)));
  }

  @Test
  void nodeOfWhichNothingIsKnown_isToldAll() {
    var table = table(1, 1, entry("192.0.2.1", 1, "c", "a"));
    var gone = NoticeBook.EMPTY.at(nodes("b"), nodes("a"), table, 1_000);
    assertEquals(Set.of(new NodeName("b")), gone.notices(List.of(CLAIM)).keySet());
  }
}
