package io.fairlead.speaker.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;
import io.fairlead.placement.Claim;
import io.fairlead.placement.Succession;
import io.fairlead.table.AnnouncementTable;
import io.fairlead.table.TableEntry;
import io.fairlead.table.TableRevision;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** One node of an agreed view is cut off from all others, and comes back. */
class IsolationPropertyTest {
  private static final long NOW = 1_000_000;

  @Property(tries = 1000)
  void cut_theIsolatedNodeKeepsWhatItHasAndClaimsNothing(@ForAll Random random) {
    var cut = Cut.of(random);
    assertEquals(cut.planOf(cut.isolated, cut.all), cut.planOfIsolated());
  }

  @Property(tries = 1000)
  void cut_exactlyOneOfTheRestAnnouncesEachAddress(@ForAll Random random) {
    var cut = Cut.of(random);
    for (IpAddress ip : cut.table.entries().keySet()) {
      long announcers =
          cut.rest().stream()
              .filter(node -> cut.planOf(node, cut.rest()).addresses().containsKey(ip))
              .count();
      assertEquals(1, announcers, cut::toString);
    }
  }

  @Property(tries = 1000)
  void heal_movesNoAddress(@ForAll Random random) {
    var cut = Cut.of(random);
    var told = new ArrayList<>(cut.claims(cut.isolated, cut.planOfIsolated()));
    cut.rest().forEach(node -> told.addAll(cut.claims(node, cut.planOf(node, cut.rest()))));
    var healed = new Cut(cut.table, cut.claims.with(told), cut.all, cut.isolated);
    for (NodeName node : cut.rest()) {
      assertEquals(
          cut.planOf(node, cut.rest()).addresses().keySet(),
          healed.planOf(node, cut.all).addresses().keySet(),
          cut::toString);
    }
    assertEquals(AnnouncementPlan.NOTHING, healed.planOf(cut.isolated, cut.all));
  }

  private record Cut(
      AnnouncementTable table, ClaimBook claims, SortedSet<NodeName> all, NodeName isolated) {
    static Cut of(Random random) {
      var all = new TreeSet<NodeName>();
      for (int i = 0; i < 3 + random.nextInt(4); i++) {
        all.add(new NodeName("node-" + i));
      }
      var order = new ArrayList<>(all);
      var entries = new ArrayList<TableEntry>();
      var claims = new ArrayList<Claim>();
      for (int i = 0; i < 1 + random.nextInt(6); i++) {
        var ip = IpAddress.ofIpv4(0x0A000000 + i);
        Collections.shuffle(order, random);
        var succession = new Succession(1 + random.nextInt(4), List.copyOf(order));
        entries.add(new TableEntry(ip, new TreeSet<>(), succession, new TreeSet<>()));
        for (int c = random.nextInt(3); c > 0; c--) {
          claims.add(new Claim(ip, order.get(random.nextInt(order.size())), random.nextInt(7)));
        }
      }
      var table = AnnouncementTable.of(new TableRevision(1, 1), entries);
      return new Cut(table, ClaimBook.of(claims), all, order.getFirst());
    }

    SortedSet<NodeName> rest() {
      var rest = new TreeSet<>(all);
      rest.remove(isolated);
      return rest;
    }

    AnnouncementPlan planOf(NodeName node, SortedSet<NodeName> live) {
      return AnnouncementPlanner.plan(table, node, live, claims);
    }

    AnnouncementPlan planOfIsolated() {
      var alone = new TreeSet<>(List.of(isolated));
      var view = new ClusterView(alone, all, rest(), false);
      var held =
          OwnStanding.of(isolated)
              .shown(new ClusterView(all, all, new TreeSet<>(), true), 0)
              .shown(view, NOW)
              .hold(NOW)
              .isPresent();
      var liveness = Liveness.UNKNOWN.shown(all, all, 0).shown(alone, all, NOW);
      return planOf(isolated, held ? liveness.presumedLive(all, rest()) : liveness.live(all, NOW));
    }

    List<Claim> claims(NodeName node, AnnouncementPlan plan) {
      return plan.addresses().entrySet().stream()
          .map(entry -> new Claim(entry.getKey(), node, entry.getValue().epoch()))
          .toList();
    }
  }
}
