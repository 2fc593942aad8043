package io.fairlead.speaker.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.cluster.NodeName;
import io.fairlead.election.Segments;
import io.fairlead.net.IpAddress;
import io.fairlead.net.IpPrefix;
import io.fairlead.net.MacAddress;
import io.fairlead.placement.Claim;
import io.fairlead.placement.NodeInterface;
import io.fairlead.placement.Succession;
import io.fairlead.table.AnnouncementTable;
import io.fairlead.table.TableEntry;
import io.fairlead.table.TableRevision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class AnnouncementPlannerTest {
  private static final IpAddress ADDRESS = IpAddress.parse("192.168.120.200");
  private static final NodeName A = new NodeName("a");
  private static final NodeName B = new NodeName("b");
  private static final NodeName C = new NodeName("c");

  @Test
  void plan_theOwnerAnnouncesWithTheEpochOfTheTable() {
    assertEquals(planned(5, AnnounceCause.OWNER_BY_TABLE), plan(A, live(A, B, C)));
  }

  @Test
  void plan_theFirstLiveStandByTakesOverWithAHigherEpoch() {
    assertEquals(planned(6, AnnounceCause.TAKE_OVER), plan(B, live(B, C)));
    assertEquals(AnnouncementPlan.NOTHING, plan(C, live(B, C)));
  }

  @Test
  void plan_theReturningOwnerLeavesTheAddressWithTheClaimant() {
    var claim = new Claim(ADDRESS, B, 6);
    assertEquals(AnnouncementPlan.NOTHING, plan(A, live(A, B, C), claim));
    assertEquals(planned(6, AnnounceCause.CLAIM_HELD), plan(B, live(A, B, C), claim));
  }

  @Test
  void plan_whenTheClaimantDiesTheSuccessionDecidesAgainAboveTheClaim() {
    assertEquals(
        planned(7, AnnounceCause.TAKE_OVER), plan(A, live(A, C), new Claim(ADDRESS, B, 6)));
  }

  @Test
  void plan_aClaimAtTheEpochOfTheTableGivesWayToTheTable() {
    var claim = new Claim(ADDRESS, B, 5);
    assertEquals(AnnouncementPlan.NOTHING, plan(B, live(A, B, C), claim));
    assertEquals(planned(5, AnnounceCause.OWNER_BY_TABLE), plan(A, live(A, B, C), claim));
  }

  @Test
  void plan_twoClaimsOfOneEpochAreDecidedByTheSmallerName() {
    var claims = new Claim[] {new Claim(ADDRESS, C, 6), new Claim(ADDRESS, B, 6)};
    assertEquals(planned(6, AnnounceCause.CLAIM_HELD), plan(B, live(A, B, C), claims));
    assertEquals(AnnouncementPlan.NOTHING, plan(C, live(A, B, C), claims));
  }

  @Test
  void plan_nobodyAnnouncesWithoutALiveNodeInTheSuccession() {
    assertEquals(AnnouncementPlan.NOTHING, plan(new NodeName("d"), live()));
  }

  /** Any agreed view: exactly one live node announces, as long as a live node may. */
  @Property(tries = 2000)
  void plan_exactlyOneLiveNodeAnnouncesEachAddress(@ForAll Random random) {
    var world = World.of(random);
    for (TableEntry entry : world.table.entries().values()) {
      var announcers =
          world.live.stream()
              .filter(node -> world.plan(node).addresses().containsKey(entry.address()))
              .toList();
      boolean possible =
          entry.succession().nodes().stream().anyMatch(node -> world.live.contains(node))
              || world
                  .claims
                  .highestOf(entry.address())
                  .filter(c -> c.epoch() > entry.succession().epoch())
                  .filter(c -> world.live.contains(c.node()))
                  .isPresent();
      assertEquals(possible ? 1 : 0, announcers.size(), () -> entry + " " + world);
    }
  }

  /** After a take-over is known, nobody's return moves the address. */
  @Property(tries = 2000)
  void plan_isNotRevertive(@ForAll Random random) {
    var world = World.of(random);
    for (NodeName node : world.live) {
      var plan = world.plan(node);
      var told = new ArrayList<Claim>();
      plan.addresses().forEach((ip, p) -> told.add(new Claim(ip, node, p.epoch())));
      var everyone = new World(world.table, world.all, world.all, world.claims.with(told));
      plan.addresses()
          .forEach(
              (ip, p) -> {
                if (p.cause() != AnnounceCause.OWNER_BY_TABLE) {
                  assertEquals(p.epoch(), everyone.epochOf(node, ip));
                  for (NodeName other : everyone.all) {
                    assertTrue(
                        other.equals(node) || !everyone.plan(other).addresses().containsKey(ip));
                  }
                }
              });
    }
  }

  /** A take-over's epoch is above every epoch that the node knows. */
  @Property(tries = 1000)
  void plan_takesOverAboveEveryKnownEpoch(@ForAll Random random) {
    var world = World.of(random);
    for (NodeName node : world.live) {
      world
          .plan(node)
          .addresses()
          .forEach(
              (ip, p) -> {
                if (p.cause() == AnnounceCause.TAKE_OVER) {
                  assertTrue(p.epoch() > world.entry(ip).succession().epoch());
                  assertFalse(
                      world.claims.highestOf(ip).filter(c -> c.epoch() >= p.epoch()).isPresent());
                }
              });
    }
  }

  private static AnnouncementPlan onEth1(NodeName self, Segments segments, Claim... claims) {
    var entry =
        new TableEntry(
            ADDRESS,
            new TreeSet<>(),
            new Succession(5, List.of(A, B, C)),
            new TreeSet<>(List.of("eth1")));
    return AnnouncementPlanner.plan(
        AnnouncementTable.of(new TableRevision(1, 1), List.of(entry)),
        self,
        live(A, B, C),
        ClaimBook.of(Arrays.asList(claims)),
        segments);
  }

  private static NodeInterface on(String name) {
    return new NodeInterface(name, MacAddress.parse("02:00:5e:00:53:01"), List.of());
  }

  @Test
  void plan_passesOverAnOwnerWithoutTheNamedInterface_toTheFirstThatHasIt() {
    var segments =
        Segments.unknown(false)
            .with(A, List.of(on("eth0")))
            .with(B, List.of(on("eth0")))
            .with(C, List.of(on("eth1")));

    assertEquals(AnnouncementPlan.NOTHING, onEth1(A, segments));
    assertEquals(AnnouncementPlan.NOTHING, onEth1(B, segments));
    var planned = onEth1(C, segments).addresses().firstEntry().getValue();
    assertEquals(6, planned.epoch());
    assertEquals(AnnounceCause.TAKE_OVER, planned.cause());
  }

  @Test
  void plan_leavesTheAddressWithItsHeir_whenTheInterfaceIsBack() {
    var segments = Segments.unknown(false).with(A, List.of(on("eth1")));

    assertEquals(AnnouncementPlan.NOTHING, onEth1(A, segments, new Claim(ADDRESS, C, 6)));
    assertFalse(onEth1(A, segments).addresses().isEmpty());
  }

  @Test
  void plan_leavesTheAddressWithItsOwner_whenNobodyHasTheInterface() {
    var segments = Segments.unknown(false);
    for (NodeName node : List.of(A, B, C)) {
      segments = segments.with(node, List.of(on("eth0")));
    }

    assertFalse(onEth1(A, segments).addresses().isEmpty());
    assertEquals(AnnouncementPlan.NOTHING, onEth1(B, segments));
  }

  @Test
  void plan_passesOverAnHeirWithoutTheSubnet_whenTheTableAsksForIt() {
    var segments =
        Segments.unknown(false)
            .with(A, List.of(in("eth0", "192.168.120.0/24")))
            .with(B, List.of(in("eth0", "10.0.0.0/24")))
            .with(C, List.of(in("eth0", "10.0.0.0/24"), in("eth1", "192.168.120.0/24")));

    // Its owner is gone, and no controller is there to say who follows.
    assertEquals(AnnouncementPlan.NOTHING, bySubnet(B, live(B, C), segments));
    var planned = bySubnet(C, live(B, C), segments).addresses().firstEntry().getValue();
    assertEquals(AnnounceCause.TAKE_OVER, planned.cause());
    assertFalse(bySubnet(A, live(A, B, C), segments).addresses().isEmpty());
  }

  @Test
  void plan_leavesTheAddressInTheSuccession_whenNoLivingNodeHasTheSubnet() {
    var elsewhere = List.of(in("eth0", "10.0.0.0/24"));
    var segments = Segments.unknown(false).with(B, elsewhere).with(C, elsewhere);

    assertFalse(bySubnet(B, live(B, C), segments).addresses().isEmpty());
    assertEquals(AnnouncementPlan.NOTHING, bySubnet(C, live(B, C), segments));
  }

  private static AnnouncementPlan bySubnet(
      NodeName self, SortedSet<NodeName> live, Segments segments) {
    var succession = new Succession(5, List.of(A, B, C));
    var entry = new TableEntry(ADDRESS, new TreeSet<>(), succession, new TreeSet<>(), true);
    var table = AnnouncementTable.of(new TableRevision(1, 1), List.of(entry));
    return AnnouncementPlanner.plan(table, self, live, ClaimBook.EMPTY, segments);
  }

  private static NodeInterface in(String name, String subnet) {
    var mac = MacAddress.parse("02:00:5e:00:53:01");
    return new NodeInterface(name, mac, List.of(IpPrefix.parse(subnet)));
  }

  private static AnnouncementPlan plan(NodeName self, SortedSet<NodeName> live, Claim... claims) {
    var entry =
        new TableEntry(
            ADDRESS, new TreeSet<>(), new Succession(5, List.of(A, B, C)), new TreeSet<>());
    return AnnouncementPlanner.plan(
        AnnouncementTable.of(new TableRevision(1, 1), List.of(entry)),
        self,
        live,
        ClaimBook.of(Arrays.asList(claims)));
  }

  private static AnnouncementPlan planned(long epoch, AnnounceCause cause) {
    var addresses = new TreeMap<IpAddress, AnnouncementPlan.Planned>();
    addresses.put(ADDRESS, new AnnouncementPlan.Planned(epoch, new TreeSet<>(), cause));
    return new AnnouncementPlan(addresses);
  }

  private static SortedSet<NodeName> live(NodeName... nodes) {
    return new TreeSet<>(Arrays.asList(nodes));
  }

  /** One view that all nodes share. */
  private record World(
      AnnouncementTable table,
      SortedSet<NodeName> all,
      SortedSet<NodeName> live,
      ClaimBook claims) {
    static World of(Random random) {
      var all = new TreeSet<NodeName>();
      for (int i = 0; i < 2 + random.nextInt(5); i++) {
        all.add(new NodeName("node-" + i));
      }
      var live = new TreeSet<NodeName>();
      all.stream().filter(_ -> random.nextInt(3) > 0).forEach(live::add);
      var entries = new ArrayList<TableEntry>();
      var claims = new ArrayList<Claim>();
      for (int i = 0; i < 1 + random.nextInt(6); i++) {
        var ip = IpAddress.ofIpv4(0x0A000000 + i);
        var order = new ArrayList<>(all);
        Collections.shuffle(order, random);
        var nodes = order.subList(0, random.nextInt(order.size() + 1));
        var succession = new Succession(1 + random.nextInt(4), nodes);
        entries.add(new TableEntry(ip, new TreeSet<>(), succession, new TreeSet<>()));
        for (int c = random.nextInt(3); c > 0; c--) {
          claims.add(new Claim(ip, order.get(random.nextInt(order.size())), random.nextInt(7)));
        }
      }
      var table = AnnouncementTable.of(new TableRevision(1, 1), entries);
      return new World(table, all, live, ClaimBook.of(claims));
    }

    AnnouncementPlan plan(NodeName node) {
      return AnnouncementPlanner.plan(table, node, live, claims);
    }

    long epochOf(NodeName node, IpAddress ip) {
      var planned = plan(node).addresses().get(ip);
      return planned == null ? -1 : planned.epoch();
    }

    TableEntry entry(IpAddress ip) {
      return Objects.requireNonNull(table.entries().get(ip));
    }
  }
}
