package io.fairlead.membership.actor;

import io.fairlead.membership.Accusation;
import io.fairlead.membership.GossipTouch;
import io.fairlead.membership.MemberAddress;
import io.fairlead.membership.MemberId;
import io.fairlead.membership.MemberRole;
import io.fairlead.membership.MemberStatus;
import io.fairlead.membership.MemberView;
import io.fairlead.membership.MembershipView;
import java.time.Duration;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.Address;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.Reachability;
import org.apache.pekko.cluster.UniqueAddress;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Follows Pekko's reachability and turns its state into a {@link MembershipView}. Not thread-safe.
 *
 * <p>Pekko's public API tells only that a member is unreachable for somebody; who misses whom is in
 * the event ReachabilityChanged, which Pekko's own Split Brain Resolver uses as well.
 */
final class ClusterViews {
  private final Cluster cluster;
  private final GossipTouch touch = new GossipTouch();
  private final OwnHeartbeats heartbeats;
  private final NavigableMap<Accusation, Long> sinceNanos = new TreeMap<>();

  ClusterViews(Cluster cluster) {
    this.cluster = cluster;
    this.heartbeats = new OwnHeartbeats(cluster);
  }

  void reachabilityChanged(Reachability reachability, long nowNanos) {
    var present = new TreeSet<Accusation>();
    for (Reachability.Record one : CollectionConverters.asJava(reachability.records())) {
      if (!one.status().equals(Reachability.Reachable$.MODULE$)) {
        id(one.observer())
            .ifPresent(
                observer ->
                    id(one.subject())
                        .ifPresent(subject -> present.add(new Accusation(observer, subject))));
      }
    }
    sinceNanos.keySet().retainAll(present);
    present.forEach(accusation -> sinceNanos.putIfAbsent(accusation, nowNanos));
  }

  MembershipView view(long nowNanos) {
    var state = cluster.state();
    var members = new TreeMap<MemberId, MemberView>();
    for (Member member : state.getMembers()) {
      status(member)
          .ifPresent(
              status ->
                  id(member.uniqueAddress())
                      .ifPresent(id -> members.put(id, new MemberView(id, role(member), status))));
    }
    var ages = new TreeMap<Accusation, Duration>();
    sinceNanos.forEach(
        (accusation, since) ->
            ages.put(
                accusation, Duration.of(nowNanos - since, TimeUnit.NANOSECONDS.toChronoUnit())));
    var self = id(cluster.selfUniqueAddress()).orElseThrow();
    return new MembershipView(self, members, ages, inTouch(members, nowNanos));
  }

  private NavigableSet<MemberId> inTouch(
      NavigableMap<MemberId, MemberView> members, long nowNanos) {
    var seenBy = new TreeSet<MemberAddress>();
    cluster.state().getSeenBy().forEach(address -> address(address).ifPresent(seenBy::add));
    var seen = members.keySet().stream().filter(id -> seenBy.contains(id.address())).toList();
    var inTouch = touch.inTouch(members.keySet(), seen, Duration.ofNanos(nowNanos));
    for (Member member : cluster.state().getMembers()) {
      if (heartbeats.of(member.address()) == OwnHeartbeats.Verdict.HEARD) {
        id(member.uniqueAddress()).filter(members::containsKey).ifPresent(inTouch::add);
      }
    }
    return inTouch;
  }

  /** Empty for an address without host and port, which no member of a cluster has. */
  static Optional<MemberAddress> address(Address address) {
    return address.getHost().flatMap(h -> address.getPort().map(p -> new MemberAddress(h, p)));
  }

  private static Optional<MemberId> id(UniqueAddress node) {
    return address(node.address()).map(address -> new MemberId(address, node.longUid()));
  }

  private static MemberRole role(Member member) {
    return member.hasRole(MemberRole.CONTROLLER.word())
        ? MemberRole.CONTROLLER
        : MemberRole.SPEAKER;
  }

  private static Optional<MemberStatus> status(Member member) {
    return switch (member.status().toString()) {
      case "Joining" -> Optional.of(MemberStatus.JOINING);
      case "WeaklyUp" -> Optional.of(MemberStatus.WEAKLY_UP);
      case "Up", "PreparingForShutdown", "ReadyForShutdown" -> Optional.of(MemberStatus.UP);
      case "Leaving" -> Optional.of(MemberStatus.LEAVING);
      case "Exiting" -> Optional.of(MemberStatus.EXITING);
      case "Down" -> Optional.of(MemberStatus.DOWN);
      default -> Optional.empty();
    };
  }
}
