package io.fairlead.speaker.plan;

import io.fairlead.cluster.NodeName;
import io.fairlead.election.Segments;
import io.fairlead.net.IpAddress;
import io.fairlead.placement.Claim;
import io.fairlead.placement.Succession;
import io.fairlead.table.AnnouncementTable;
import io.fairlead.table.TableEntry;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Decides who announces an address. Every node applies the same rule to its own view:
 *
 * <ol>
 *   <li>the node of the highest claim, if the claim is above the table's epoch and the node lives;
 *   <li>else the first live node of the succession.
 * </ol>
 *
 * <p>A node that gets an address by the second point, without being the plain owner of the newest
 * epoch, takes it over: it announces with an epoch above all that it knows. So an old owner that
 * returns and hears of the claim leaves the address where it is. Controllers play no part.
 */
public final class AnnouncementPlanner {
  private AnnouncementPlanner() {}

  /** As below, when nothing is known of interfaces. */
  public static AnnouncementPlan plan(
      AnnouncementTable table, NodeName self, SortedSet<NodeName> liveNodes, ClaimBook claims) {
    return plan(table, self, liveNodes, claims, Segments.unknown(false));
  }

  /**
   * What {@code self} announces; {@code self} counts as live whether or not it is listed. A node
   * without an interface for an address is passed over as if it were gone, while another has one.
   */
  public static AnnouncementPlan plan(
      AnnouncementTable table,
      NodeName self,
      SortedSet<NodeName> liveNodes,
      ClaimBook claims,
      Segments segments) {
    var addresses = new TreeMap<IpAddress, AnnouncementPlan.Planned>();
    for (TableEntry entry : table.entries().values()) {
      var claim = claims.highestOf(entry.address());
      var able = able(entry, self, liveNodes, segments);
      var announcer =
          able.contains(self)
              ? announcer(entry.succession(), self, able, claim)
              : Optional.<NodeName>empty();
      if (announcer.filter(self::equals).isPresent()) {
        addresses.put(entry.address(), planned(entry, self, claim));
      }
    }
    return new AnnouncementPlan(addresses);
  }

  /**
   * Those who live and can announce the address; if none of its nodes can, all who live. Where no
   * interface is named and no subnet asked for, any will do, and a node that has none says so by
   * hello.
   */
  private static SortedSet<NodeName> able(
      TableEntry entry, NodeName self, SortedSet<NodeName> liveNodes, Segments segments) {
    var living = new TreeSet<>(liveNodes);
    living.add(self);
    if (entry.interfaces().isEmpty() && !entry.subnetOnly()) {
      return living;
    }
    var able = new TreeSet<>(living);
    able.removeIf(
        node -> !segments.isAble(node, entry.address(), entry.interfaces(), entry.subnetOnly()));
    boolean none = entry.succession().nodes().stream().noneMatch(node -> able.contains(node));
    return none ? living : able;
  }

  /**
   * The node that announces, as {@code self} sees it; empty when no node of the succession lives.
   */
  public static Optional<NodeName> announcer(
      Succession succession,
      NodeName self,
      SortedSet<NodeName> liveNodes,
      Optional<Claim> highestClaim) {
    Optional<NodeName> claimant =
        highestClaim
            .filter(claim -> claim.epoch() > succession.epoch())
            .map(Claim::node)
            .filter(node -> lives(node, self, liveNodes));
    return claimant.or(
        () -> succession.nodes().stream().filter(node -> lives(node, self, liveNodes)).findFirst());
  }

  private static AnnouncementPlan.Planned planned(
      TableEntry entry, NodeName self, Optional<Claim> claim) {
    var succession = entry.succession();
    boolean claimAbove = claim.filter(c -> c.epoch() > succession.epoch()).isPresent();
    if (claimAbove && claim.get().node().equals(self)) {
      return planned(entry, claim.get().epoch(), AnnounceCause.CLAIM_HELD);
    }
    if (!claimAbove && succession.owner().filter(self::equals).isPresent()) {
      return planned(entry, succession.epoch(), AnnounceCause.OWNER_BY_TABLE);
    }
    long highest = claimAbove ? claim.get().epoch() : succession.epoch();
    return planned(entry, highest + 1, AnnounceCause.TAKE_OVER);
  }

  private static AnnouncementPlan.Planned planned(
      TableEntry entry, long epoch, AnnounceCause cause) {
    return new AnnouncementPlan.Planned(epoch, entry.interfaces(), cause);
  }

  private static boolean lives(NodeName node, NodeName self, SortedSet<NodeName> liveNodes) {
    return node.equals(self) || liveNodes.contains(node);
  }
}
