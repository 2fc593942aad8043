package io.fairlead.membership;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides whom to down. The same policy runs on every node; all nodes that share a gossip reach the
 * same result, and only one of them acts on it.
 *
 * <ol>
 *   <li>Controllers follow the majority: more than half of the <em>configured</em> controllers, Up
 *       or Leaving. While none is Up yet, those that are joining count. Were it half of those that
 *       are left, a controller that downs another and is cut off in the same moment could find
 *       itself the majority of the rest.
 *   <li>A controller that was let in and has no majority downs itself, and nobody else. One that is
 *       the first to come waits for company.
 *   <li>With a majority its lowest address acts: it downs controllers that are cut off. A speaker
 *       is downed only when it is unreachable and a controller is coming, going or cut off, or the
 *       new incarnation of another speaker knocks, because Pekko lets no member in or out while an
 *       unreachable one remains; or when it was leaving.
 *   <li>Without any majority the lowest speaker acts. Speakers never down themselves and never
 *       controllers. When every controller that is missing is {@code DOWN}, its new incarnation
 *       knocks, and unreachable speakers are in its way: they are downed as soon as the news has
 *       gone round, for until then a speaker that others reach looks cut off.
 * </ol>
 *
 * <p>No rule downs a speaker because time has passed: a dead speaker and one that is cut off look
 * the same, and a partition of any length must down no speaker. Who knows that a node is gone for
 * good, because Kubernetes has deleted it, downs its member by {@code Cluster.down}.
 */
public final class DowningPolicy {
  private final DowningTimes times;
  private final NavigableSet<String> controllerHosts;

  /**
   * @param controllerHosts the hosts that may have the role controller
   */
  public DowningPolicy(DowningTimes times, NavigableSet<String> controllerHosts) {
    this.times = times;
    this.controllerHosts = new TreeSet<>(controllerHosts);
  }

  /**
   * @param stableFor how long {@link MembershipView#controllerPicture} has been as it is
   */
  public DowningDecision decide(MembershipView view, Duration stableFor) {
    var self = view.selfMember();
    if (self.isEmpty() || self.get().blocksNobody()) {
      return DowningDecision.NONE;
    }
    if (isImpostor(self.get())) {
      return DowningDecision.of(view.self(), DowningReason.IMPOSTOR);
    }
    var council = new Council(view);
    if (self.get().role() == MemberRole.CONTROLLER && !council.majority()) {
      if (council.founding()) {
        return DowningDecision.NONE;
      }
      var patience =
          council.majorityBeforeLostLinks() ? times.linkLostAfter() : times.stableAfter();
      return stableFor.compareTo(patience) >= 0
          ? DowningDecision.of(view.self(), DowningReason.NO_CONTROLLER_MAJORITY)
          : DowningDecision.NONE;
    }
    if (!council.acting(view.self())) {
      return DowningDecision.NONE;
    }
    return council.majority()
        ? council.withMajority(stableFor)
        : council.withoutMajority(stableFor);
  }

  private boolean isImpostor(MemberView member) {
    return member.role() == MemberRole.CONTROLLER
        && !controllerHosts.contains(member.id().address().host());
  }

  /** One view, weighed. */
  private final class Council {
    private final List<MemberView> members;
    private final Connectivity connectivity;
    private final boolean founding;
    private final List<MemberId> present;
    private final NavigableSet<MemberId> losers;
    private final NavigableSet<MemberId> impostors;

    Council(MembershipView view) {
      connectivity = new Connectivity(view);
      impostors =
          ids(
              view.members().values().stream()
                  .filter(m -> isImpostor(m) && m.status() != MemberStatus.DOWN));
      members = view.members().values().stream().filter(m -> !isImpostor(m)).toList();
      var voters = controllers().filter(MemberView::votes).map(MemberView::id).toList();
      founding = voters.isEmpty();
      var electorate =
          founding
              ? controllers().filter(m -> !m.blocksNobody()).map(MemberView::id).toList()
              : voters;
      present = electorate.stream().filter(id -> !connectivity.isCutOff(id)).toList();
      losers =
          connectivity.toEndLostLinks(
              connectivity.lostLinks(new TreeSet<>(present), Duration.ZERO));
    }

    boolean majority() {
      return isMajority(present.stream().filter(id -> !losers.contains(id)).toList());
    }

    boolean majorityBeforeLostLinks() {
      return isMajority(present);
    }

    /** No controller is Up yet. */
    boolean founding() {
      return founding;
    }

    private boolean isMajority(List<MemberId> side) {
      return 2 * side.size() > controllerHosts.size();
    }

    boolean acting(MemberId self) {
      return (majority() ? firstSurvivor() : firstSpeaker()).filter(self::equals).isPresent();
    }

    private Optional<MemberId> firstSurvivor() {
      return present.stream().filter(id -> !losers.contains(id)).findFirst();
    }

    /** Members that are Up go first: one that is joining may not yet have the whole picture. */
    private Optional<MemberId> firstSpeaker() {
      return speakers()
          .filter(m -> !m.blocksNobody() && !connectivity.isCutOff(m.id()))
          .min(
              Comparator.<MemberView>comparingInt(m -> m.status() == MemberStatus.UP ? 0 : 1)
                  .thenComparing(MemberView::id))
          .map(MemberView::id);
    }

    DowningDecision withMajority(Duration stableFor) {
      var downed = refusedImpostors();
      var gone = ids(controllers().filter(m -> connectivity.isCutOff(m.id())));
      if (stableFor.compareTo(times.stableAfter()) >= 0) {
        gone.forEach(id -> downed.put(id, DowningReason.CONTROLLER_UNREACHABLE));
      }
      if (stableFor.compareTo(times.linkLostAfter()) >= 0) {
        losers.forEach(id -> downed.put(id, DowningReason.CONTROLLER_LINK_LOST));
      }
      speakers()
          .filter(m -> m.status() == MemberStatus.LEAVING)
          .filter(m -> connectivity.isCutOffFor(m.id(), times.stableAfter()))
          .forEach(m -> downed.put(m.id(), DowningReason.SPEAKER_LEFT));
      boolean blocked =
          !gone.isEmpty() || !losers.isEmpty() || controllers().anyMatch(this::comesOrGoes);
      if (blocked && stableFor.compareTo(times.stableAfter()) >= 0) {
        clearTheWay(times.stableAfter(), downed);
      }
      // A speaker that stays outside hears of no claim, and in the end announces by its old table.
      if (speakers().anyMatch(m -> m.status() == MemberStatus.DOWN)) {
        clearTheWay(times.linkLostAfter(), downed);
      }
      return new DowningDecision(downed);
    }

    DowningDecision withoutMajority(Duration stableFor) {
      var downed = refusedImpostors();
      boolean knocks = controllers().anyMatch(m -> m.status() == MemberStatus.DOWN);
      // A controller that is missing and not DOWN holds the newcomer up as well, and speakers do
      // not down controllers: then nothing is won by downing speakers.
      boolean helps = controllers().noneMatch(m -> connectivity.isCutOff(m.id()));
      if (knocks && helps && stableFor.compareTo(times.stableAfter()) >= 0) {
        clearTheWay(times.stableAfter(), downed);
      }
      return new DowningDecision(downed);
    }

    private void clearTheWay(Duration patience, NavigableMap<MemberId, DowningReason> downed) {
      speakers()
          .filter(m -> connectivity.isCutOffFor(m.id(), patience))
          .forEach(m -> downed.putIfAbsent(m.id(), DowningReason.SPEAKER_IN_THE_WAY));
      var remaining = ids(members.stream().filter(m -> !losers.contains(m.id())));
      connectivity.toEndLostLinks(connectivity.lostLinks(remaining, times.linkLostAfter())).stream()
          .filter(id -> speakers().anyMatch(m -> m.id().equals(id)))
          .forEach(id -> downed.putIfAbsent(id, DowningReason.SPEAKER_IN_THE_WAY));
    }

    private boolean comesOrGoes(MemberView controller) {
      return switch (controller.status()) {
        case JOINING, WEAKLY_UP, LEAVING, DOWN -> true;
        case UP, EXITING -> false;
      };
    }

    private NavigableMap<MemberId, DowningReason> refusedImpostors() {
      var downed = new TreeMap<MemberId, DowningReason>();
      impostors.forEach(id -> downed.put(id, DowningReason.IMPOSTOR));
      return downed;
    }

    private Stream<MemberView> controllers() {
      return members.stream().filter(m -> m.role() == MemberRole.CONTROLLER);
    }

    private Stream<MemberView> speakers() {
      return members.stream().filter(m -> m.role() == MemberRole.SPEAKER);
    }

    private static NavigableSet<MemberId> ids(Stream<MemberView> members) {
      return members.map(MemberView::id).collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
