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
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NoticeBookTest {
  private static final Claim CLAIM = new Claim(IpAddress.parse("192.0.2.1"), new NodeName("a"), 2);

  @Test
  void nodeThatIsGone_isToldUntilSomeTimeAfterItsReturn() {
    var gone = NoticeBook.EMPTY.at(nodes("b", "c"), nodes("a", "c"), 1_000);
    var told = Map.of(new NodeName("b"), List.of(CLAIM));
    var table = table(1, 1, entry("192.0.2.1", 1, "b", "a"));
    assertEquals(new TreeMap<>(told), gone.notices(List.of(CLAIM), table));
    var back = gone.at(nodes("b", "c"), nodes("a", "b", "c"), 3_999);
    assertEquals(new TreeMap<>(told), back.notices(List.of(CLAIM), table));
    assertEquals(NoticeBook.EMPTY, back.at(nodes("b", "c"), nodes("a", "b", "c"), 4_000));
    assertEquals(NoticeBook.EMPTY, gone.at(nodes("c"), nodes("a", "c"), 1_001));
  }

  @Test
  void nodeOutsideOfTheSuccession_isNotTold() {
    var gone = NoticeBook.EMPTY.at(nodes("b"), nodes("a"), 1_000);
    var table = table(1, 1, entry("192.0.2.1", 1, "c", "a"));
    assertEquals(new TreeMap<>(), gone.notices(List.of(CLAIM), table));
  }
}
