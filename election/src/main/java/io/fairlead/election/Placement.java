package io.fairlead.election;

import static java.util.Collections.unmodifiableSortedMap;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;
import io.fairlead.placement.Claim;
import io.fairlead.placement.Penalty;
import io.fairlead.placement.PlacementCause;
import io.fairlead.placement.PlacementEvent;
import io.fairlead.placement.PlacementEvent.AddressPlaced;
import io.fairlead.placement.PlacementEvent.AddressTakenOver;
import io.fairlead.placement.PlacementEvent.AddressUnplaced;
import io.fairlead.placement.PlacementEvent.GenerationStarted;
import io.fairlead.placement.PlacementEvent.NodePenalized;
import io.fairlead.placement.PlacementMemory;
import io.fairlead.placement.Succession;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which nodes announce which address. {@link #decide} and {@link #adoptClaims} say what should be
 * recorded; {@link #apply} is the only way the state changes.
 *
 * <p>An owner is kept while it is eligible and not given up, also when others would be "better". A
 * lost owner is followed by the first node of its own succession that can, which is what the
 * speakers did by themselves meanwhile. A new address goes to the node that owns the fewest.
 *
 * @param generation of the announcement tables; 0 before the first
 * @param successions of the announced addresses
 * @param former for an address that has no owner now: its highest epoch, and the nodes it had last
 * @param homes the node that each owned address was last chosen for, not merely fell to
 * @param penalties of the nodes that were lost of late, see {@link FlapDamping}
 */
public record Placement(
    long generation,
    SortedMap<IpAddress, Succession> successions,
    SortedMap<IpAddress, Succession> former,
    SortedMap<IpAddress, NodeName> homes,
    SortedMap<NodeName, Penalty> penalties) {
  public static final Placement EMPTY =
      new Placement(0, new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

  /** A penalty that old is nothing any more, whatever the half-life. */
  private static final Duration PENALTY_AGE_MAX = Duration.ofDays(1);

  /** No claim above this epoch is believed; an honest one would take an age to get there. */
  public static final long EPOCH_MAX = 1L << 48;

  public Placement {
    successions = unmodifiableSortedMap(new TreeMap<>(successions));
    former = unmodifiableSortedMap(new TreeMap<>(former));
    homes = unmodifiableSortedMap(new TreeMap<>(homes));
    penalties = unmodifiableSortedMap(new TreeMap<>(penalties));
  }

  /** A placement as a snapshot has it. */
  public static Placement restore(PlacementMemory memory) {
    return new Placement(
        memory.generation(),
        memory.successions(),
        memory.former(),
        memory.homes(),
        memory.penalties());
  }

  /** All that a snapshot must have. */
  public PlacementMemory memory() {
    return new PlacementMemory(generation, successions, former, homes, penalties);
  }

  /**
   * What should change for these demands and speakers; nothing once it has been applied.
   *
   * <ul>
   *   <li>No speaker is reachable: nothing at all. The controller is cut off, and the speakers know
   *       better.
   *   <li>Some node is eligible but none of the eligible is reachable: the succession stays as it
   *       is. Only when configuration, node state or endpoints rule the owner out, its eligible
   *       stand-bys stay in order and the first of them is the owner.
   *   <li>No node is eligible: the succession becomes empty under a higher epoch, so that the owner
   *       withdraws.
   *   <li>The address is demanded no more: it is unplaced, and its epoch is remembered.
   * </ul>
   *
   * <p>The most urgent changes come first: lost owners, then new addresses, then stand-bys.
   *
   * @param demands at most one for each address
   */
  public List<PlacementEvent> decide(Collection<AddressDemand> demands, SpeakerSet speakers) {
    return decide(demands, speakers, PlacementPolicy.BALANCED);
  }

  /** As above, with owners by another policy. */
  public List<PlacementEvent> decide(
      Collection<AddressDemand> demands, SpeakerSet speakers, PlacementPolicy policy) {
    return decide(demands, Electorate.of(speakers), policy, Map.of());
  }

  /**
   * As above, with all that there is to know of the nodes.
   *
   * @param moves of addresses whose owner is well; one to a node that cannot take the address is
   *     not made
   */
  public List<PlacementEvent> decide(
      Collection<AddressDemand> demands,
      Electorate electorate,
      PlacementPolicy policy,
      Map<IpAddress, PlannedMove> moves) {
    return electorate.speakers().isCutOff()
        ? List.of()
        : new PlacementRound(new RoundView(this, demands, electorate, policy), moves).changes();
  }

  /**
   * What the claims of speakers change.
   *
   * <ul>
   *   <li>A higher epoch from an eligible node: it is the owner, under that epoch.
   *   <li>A higher epoch from any other node: the owner stays, one epoch above the claim.
   *   <li>The epoch we hold or a lower one: ours holds.
   *   <li>An address without an owner, as after the loss of the journal: the claimant is the owner
   *       when it is eligible; in any case the epoch never goes back.
   * </ul>
   *
   * @param demands at most one for each address
   */
  public List<PlacementEvent> adoptClaims(
      Collection<Claim> claims, Collection<AddressDemand> demands, SpeakerSet speakers) {
    return new ClaimRound(this, demands, speakers).changes(claims);
  }

  /** The succession of an address that has an owner. */
  public Optional<Succession> owned(IpAddress address) {
    return Optional.ofNullable(successions.get(address)).filter(s -> s.owner().isPresent());
  }

  /** The highest epoch ever recorded for the address; 0 when it is new. */
  public long epoch(IpAddress address) {
    var now = successions.get(address);
    var before = former.get(address);
    return Math.max(now == null ? 0 : now.epoch(), before == null ? 0 : before.epoch());
  }

  /** Folds one event. */
  public Placement apply(PlacementEvent event) {
    return switch (event) {
      case AddressPlaced(var address, var succession, var cause) ->
          placed(address, succession, cause);
      case AddressUnplaced(var address, var lastEpoch) -> unplaced(address, lastEpoch);
      case AddressTakenOver _ -> this;
      case NodePenalized(var node, var penalty) -> penalized(node, penalty);
      case GenerationStarted(var started) ->
          new Placement(started, successions, former, homes, penalties);
    };
  }

  private Placement placed(IpAddress address, Succession succession, PlacementCause cause) {
    var nextSuccessions = new TreeMap<>(successions);
    nextSuccessions.put(address, succession);
    boolean owned = succession.owner().isPresent();
    var nextFormer = former;
    if (!owned || former.containsKey(address)) {
      nextFormer = new TreeMap<>(former);
      if (owned) {
        nextFormer.remove(address);
      } else {
        nextFormer.put(address, lastNodes(address, succession.epoch()));
      }
    }
    return new Placement(
        generation, nextSuccessions, nextFormer, homes(address, succession, cause), penalties);
  }

  /** The owner is the address's home where somebody chose it, and where it has no other. */
  private SortedMap<IpAddress, NodeName> homes(
      IpAddress address, Succession succession, PlacementCause cause) {
    var owner = succession.owner();
    boolean chosen = isChosen(cause) || !homes.containsKey(address);
    if (owner.isEmpty() || !chosen || owner.get().equals(homes.get(address))) {
      return homes;
    }
    var next = new TreeMap<>(homes);
    next.put(address, owner.get());
    return next;
  }

  private static boolean isChosen(PlacementCause cause) {
    return switch (cause) {
      case NEW_ADDRESS, FIRST_BY_HASH, MOVED_BY_HAND, REBALANCED, REVERTED -> true;
      case OWNER_UNREACHABLE,
          OWNER_LEFT,
          OWNER_NOT_ELIGIBLE,
          TAKEN_OVER,
          STANDBYS_CHANGED,
          EPOCH_ADOPTED ->
          false;
    };
  }

  private Placement unplaced(IpAddress address, long lastEpoch) {
    var nextSuccessions = new TreeMap<>(successions);
    nextSuccessions.remove(address);
    var nextFormer = new TreeMap<>(former);
    nextFormer.put(address, lastNodes(address, lastEpoch));
    var nextHomes = new TreeMap<>(homes);
    nextHomes.remove(address);
    return new Placement(generation, nextSuccessions, nextFormer, nextHomes, penalties);
  }

  private Placement penalized(NodeName node, Penalty penalty) {
    var next = new TreeMap<>(penalties);
    next.values().removeIf(old -> old.at().plus(PENALTY_AGE_MAX).isBefore(penalty.at()));
    next.put(node, penalty);
    return new Placement(generation, successions, former, homes, next);
  }

  private Succession lastNodes(IpAddress address, long epoch) {
    var last = owned(address).or(() -> Optional.ofNullable(former.get(address)));
    return new Succession(epoch, last.map(Succession::nodes).orElse(List.of()));
  }
}
