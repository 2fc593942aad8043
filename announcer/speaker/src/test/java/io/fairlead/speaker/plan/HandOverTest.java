package io.fairlead.speaker.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;
import io.fairlead.placement.Claim;
import io.fairlead.placement.Succession;
import io.fairlead.table.AnnouncementTable;
import io.fairlead.table.TableEntry;
import io.fairlead.table.TableRevision;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Node a announces the address under epoch 5; the table gives it to b under epoch 6. */
class HandOverTest {
  private static final IpAddress ADDRESS = IpAddress.parse("192.0.2.1");
  private static final NodeName A = new NodeName("a");
  private static final NodeName B = new NodeName("b");
  private static final NodeName C = new NodeName("c");
  private static final Map<IpAddress, Announcement> ANNOUNCED =
      Map.of(ADDRESS, new Announcement(5, new TreeSet<>()));

  private HandOver handOver = HandOver.NONE;

  private AnnouncementPlan at(
      long millis, List<TableEntry> entries, SortedSet<NodeName> live, Claim... claims) {
    var table = AnnouncementTable.of(new TableRevision(1, 2), entries);
    var book = ClaimBook.of(Arrays.asList(claims));
    var plan = AnnouncementPlanner.plan(table, A, live, book);
    var outcome = handOver.retained(plan, ANNOUNCED, table, A, live, book, millis);
    handOver = outcome.next();
    return outcome.plan();
  }

  private static List<TableEntry> owned(long epoch, NodeName... nodes) {
    return List.of(
        new TableEntry(
            ADDRESS, new TreeSet<>(), new Succession(epoch, List.of(nodes)), new TreeSet<>()));
  }

  private static SortedSet<NodeName> live(NodeName... nodes) {
    return new TreeSet<>(List.of(nodes));
  }

  @Test
  void theOldOwnerAnnounces_untilTheNewOneSaysThatItDoes() {
    var kept = at(0, owned(6, B, A), live(A, B)).addresses().firstEntry().getValue();
    assertEquals(5, kept.epoch());
    assertTrue(handOver.isWaiting());

    var claim = new Claim(ADDRESS, B, 6);
    assertEquals(AnnouncementPlan.NOTHING, at(20, owned(6, B, A), live(A, B), claim));
    assertFalse(handOver.isWaiting());
  }

  @Test
  void itWaitsForAShortTimeOnly() {
    assertFalse(at(0, owned(6, B), live(A, B)).addresses().isEmpty());
    assertFalse(at(199, owned(6, B), live(A, B)).addresses().isEmpty());
    assertEquals(AnnouncementPlan.NOTHING, at(200, owned(6, B), live(A, B)));
  }

  @Test
  void itWaitsForNobodyWhoIsGone_norForNobody_norForAnAddressThatIsGone() {
    assertEquals(AnnouncementPlan.NOTHING, at(0, owned(6, B), live(A)));
    assertEquals(AnnouncementPlan.NOTHING, at(0, owned(6), live(A, B)));
    assertEquals(AnnouncementPlan.NOTHING, at(0, List.of(), live(A, B)));
    assertFalse(handOver.isWaiting());
  }

  @Test
  void aHigherClaimEndsIt_whosoeverItIs() {
    var claim = new Claim(ADDRESS, C, 7);

    assertEquals(AnnouncementPlan.NOTHING, at(0, owned(6, B), live(A, B, C), claim));
  }
}
