package io.fairlead.membership;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A cluster in virtual time: every node has its own view, links are cut in one direction or both,
 * processes die and come back. Everything is drawn from one seed. The rules of Pekko that matter
 * are modelled: convergence, leader actions, refusal of a second incarnation, quarantine of the
 * removed.
 */
final class SimCluster {
  static final long STEP_MILLIS = 200;
  private static final long FOUNDING_MILLIS = 6_000;
  private static final long LAST_WORDS_MILLIS = 1_000;
  private static final long REUNION_MILLIS = 5_000;
  private static final long NEWS_MILLIS = 3_000;

  final List<SimNode> nodes = new ArrayList<>();
  final List<String> trace = new ArrayList<>();
  final List<String> violations = new ArrayList<>();
  private final TreeMap<MemberAddress, SimNode> byAddress = new TreeMap<>();
  private final SimLinks links = new SimLinks();
  private final List<MemberAddress> controllers;
  private final List<MemberAddress> speakers;
  private final DowningPolicy policy;
  private final Random random;
  private final boolean onlySpeakersCut;
  private long uid = 1;
  private long controllerTroubleAt;
  long now;

  SimCluster(long seed, int controllers, int speakers, boolean onlySpeakersCut) {
    random = new Random(spread(~seed));
    this.onlySpeakersCut = onlySpeakersCut;
    IntStream.range(0, controllers).forEach(i -> nodes.add(new SimNode("c" + i)));
    IntStream.range(1, speakers + 1).forEach(i -> nodes.add(new SimNode("s" + i)));
    nodes.forEach(node -> byAddress.put(node.address, node));
    this.controllers = addresses(MemberRole.CONTROLLER);
    this.speakers = addresses(MemberRole.SPEAKER);
    var hosts = new TreeSet<String>();
    this.controllers.forEach(address -> hosts.add(address.host()));
    policy = new DowningPolicy(DowningTimes.DEFAULT, hosts);
  }

  /** Neighbouring seeds of {@link Random} begin alike; these do not (SplitMix64's finalizer). */
  static long spread(long seed) {
    long z = seed + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  private List<MemberAddress> addresses(MemberRole role) {
    return nodes.stream().filter(n -> n.role() == role).map(n -> n.address).toList();
  }

  private SimNode at(MemberAddress address) {
    return Objects.requireNonNull(byAddress.get(address));
  }

  void say(String what) {
    trace.add(now + " ms: " + what);
  }

  void cut(SimNode from, SimNode to) {
    links.cut(from, to);
  }

  /** {@code from} misses {@code to}, although all links between them work. */
  void deafen(SimNode from, SimNode to) {
    links.deafen(from, to);
  }

  void healAll() {
    say("all links heal");
    links.healAll();
  }

  void kill(SimNode node) {
    say("kill " + node.id);
    controllerTroubleAt = node.role() == MemberRole.CONTROLLER ? now : controllerTroubleAt;
    node.end(SimNode.NEVER);
  }

  void restart(SimNode node) {
    if (node.phase == SimNode.Phase.DEAD) {
      node.startAt = now;
    }
  }

  void run(long millis) {
    for (long end = now + millis; now < end; now += STEP_MILLIS) {
      step();
    }
  }

  /** Runs until the condition holds, at most {@code millis}; tells how long it took. */
  Optional<Long> runUntilWhole(long millis) {
    long start = now;
    for (; now - start < millis; now += STEP_MILLIS) {
      step();
      if (isWhole()) {
        return Optional.of(now - start);
      }
    }
    return Optional.empty();
  }

  private void step() {
    for (SimNode node : nodes) {
      if (node.phase == SimNode.Phase.DEAD && node.startAt <= now) {
        node.start(uid++, now);
        say("start " + node.id);
      }
      switch (node.phase) {
        case DEAD -> {}
        case JOINING -> join(node);
        case MEMBER -> live(node);
      }
    }
    if (!controllersWell()) {
      controllerTroubleAt = now;
    }
  }

  private boolean controllersWell() {
    var all = nodes.stream().filter(n -> n.role() == MemberRole.CONTROLLER).toList();
    return all.stream().allMatch(c -> c.isMember() && c.status() == MemberStatus.UP)
        && all.stream()
            .allMatch(a -> all.stream().allMatch(b -> links.open(a, b) && !links.isDeaf(a, b)));
  }

  // Joining.

  private void join(SimNode node) {
    if ((now - node.joiningSince) % 1_000 != 0) {
      return;
    }
    var list = SeedList.of(node.address, controllers, speakers);
    var answering =
        list.seeds().stream()
            .map(this::at)
            .filter(seed -> seed != node && seed.isMember() && links.bothOpen(node, seed))
            .toList();
    if (answering.isEmpty()) {
      if (list.mayFound() && now - node.joiningSince >= FOUNDING_MILLIS) {
        say(node.id + " founds");
        node.change(SimGossip.EMPTY.with(node.id, MemberStatus.JOINING), now);
        node.phase = SimNode.Phase.MEMBER;
      }
      return;
    }
    node.joiningSince = now;
    var seed = answering.get(random.nextInt(answering.size()));
    var older =
        seed.gossip.members().keySet().stream()
            .filter(id -> id.address().equals(node.address))
            .findFirst();
    if (older.isPresent()) {
      refuseUntilGone(seed, older.get());
    } else {
      seed.change(seed.gossip.with(node.id, MemberStatus.JOINING), now);
      node.receive(seed.gossip, seed.seen, now);
      node.phase = SimNode.Phase.MEMBER;
    }
  }

  /** Pekko downs the old incarnation and lets the new one try again. */
  private void refuseUntilGone(SimNode seed, MemberId older) {
    var known = seed.gossip.members().get(older);
    if (known != null && known.status() != MemberStatus.DOWN) {
      say(seed.id + " hears of a new incarnation of " + older);
      var missed = new TreeSet<>(seed.gossip.missedBy(seed.id));
      missed.add(older);
      seed.change(seed.gossip.with(older, MemberStatus.DOWN).withVerdict(seed.id, missed), now);
    }
  }

  // Living.

  private void live(SimNode node) {
    heartbeats(node);
    if (!node.isMember()) {
      return;
    }
    node.judge(now);
    gossip(node);
    if (node.isMember() && !node.isSettled(now)) {
      lead(node);
      decide(node);
    }
    if (node.isMember() && now % REUNION_MILLIS == 0) {
      reunite(node);
    }
    if (node.isMember() && node.status() == MemberStatus.DOWN) {
      node.diesAt = Math.min(node.diesAt, now + LAST_WORDS_MILLIS);
    }
    if (node.diesAt <= now) {
      restartSoon(node, "was downed");
    }
  }

  private void restartSoon(SimNode node, String why) {
    say(node.id + " ends: " + why);
    node.end(now + 1_000 + STEP_MILLIS * random.nextInt(10));
  }

  private void heartbeats(SimNode node) {
    for (MemberId id : node.gossip.members().keySet()) {
      var other = at(id.address());
      if (!other.isMember() || !other.id.equals(id)) {
        continue;
      }
      // A heartbeat's answer comes by the other's own connection, so it needs both directions.
      if (links.bothOpen(node, other) && !links.isDeaf(node, other)) {
        node.heard(id, now);
      }
      if (links.bothOpen(node, other) && other.gossip.removed().contains(node.id)) {
        restartSoon(node, "quarantined by " + other.id);
        return;
      }
    }
  }

  private void gossip(SimNode node) {
    var missed = node.gossip.missedBy(node.id);
    var targets =
        node.gossip.members().keySet().stream()
            .filter(id -> !id.equals(node.id) && !missed.contains(id))
            .toList();
    if (targets.isEmpty()) {
      return;
    }
    var id = targets.get(random.nextInt(targets.size()));
    var target = at(id.address());
    if (!target.isMember() || !target.id.equals(id) || !links.open(node, target)) {
      return;
    }
    if (target.gossip.members().containsKey(node.id)) {
      target.receive(node.gossip, node.seen, now);
      if (links.open(target, node)) {
        node.receive(target.gossip, target.seen, now);
      }
    }
  }

  private void lead(SimNode node) {
    var missed = node.gossip.missedByTheLiving();
    var candidates =
        node.gossip.members().values().stream()
            .filter(m -> m.status() != MemberStatus.DOWN)
            .filter(m -> m.id().equals(node.id) || !missed.contains(m.id()))
            .toList();
    var leader =
        candidates.stream()
            .filter(m -> m.status() == MemberStatus.UP)
            .findFirst()
            .or(() -> candidates.stream().findFirst());
    if (leader.filter(m -> m.id().equals(node.id)).isEmpty() || !converged(node, missed)) {
      return;
    }
    var next = node.gossip;
    for (MemberView member : node.gossip.members().values()) {
      if (member.status() == MemberStatus.DOWN && missed.contains(member.id())) {
        next = next.without(member.id());
      }
    }
    long known = next.members().values().stream().filter(SimCluster::isController).count();
    if (known >= controllers.size() / 2 + 1) {
      for (MemberView member : node.gossip.members().values()) {
        if (member.status() == MemberStatus.JOINING) {
          next = next.with(member.id(), MemberStatus.UP);
        }
      }
    }
    node.change(next, now);
  }

  private static boolean isController(MemberView member) {
    return member.role() == MemberRole.CONTROLLER;
  }

  private static boolean converged(SimNode node, Set<MemberId> missed) {
    return node.gossip.members().values().stream()
        .filter(m -> m.status() != MemberStatus.DOWN)
        .allMatch(
            m ->
                (!missed.contains(m.id()) || m.id().equals(node.id))
                    && (m.status() != MemberStatus.UP || node.seen.contains(m.id())));
  }

  private void decide(SimNode node) {
    var view = node.view(now);
    var decision = policy.decide(view, node.stableFor(view, now));
    decision
        .downed()
        .forEach(
            (id, reason) -> {
              say(node.id + " downs " + id + ": " + reason);
              check(node, view, id, reason);
              node.change(node.gossip.with(id, MemberStatus.DOWN), now);
            });
  }

  private void reunite(SimNode node) {
    var view = node.view(now);
    var mine = ClusterReport.of(view, node.id);
    if (node.status() == MemberStatus.DOWN || !Reunion.asks(view, mine, controllers.size())) {
      node.strikes = 0;
      return;
    }
    for (MemberAddress address :
        Reunion.addresses(view, mine, node.role(), controllers, speakers)) {
      var other = at(address);
      if (other.isMember()
          && other.status() != MemberStatus.DOWN
          && links.bothOpen(node, other)
          && Reunion.yields(view, mine, other.id, ClusterReport.of(other.view(now), node.id))) {
        node.strikes++;
      }
    }
    if (node.strikes >= 2) {
      restartSoon(node, "yields to a stronger cluster");
    }
  }

  // Judging.

  private void check(SimNode node, MembershipView view, MemberId id, DowningReason reason) {
    boolean speaker = ViewBuilder.role(id.address().host()) == MemberRole.SPEAKER;
    if (speaker && onlySpeakersCut) {
      violations.add(node.id + " downs the speaker " + id + " by a partition alone");
    }
    if (speaker && now - controllerTroubleAt > 30_000 && ViewBuilder.noSpeakerIsDown(view)) {
      violations.add(node.id + " downs " + id + " though nobody comes or goes");
    }
    if (reason == DowningReason.NO_CONTROLLER_MAJORITY && controllers.size() == 1) {
      violations.add("the sole controller downs itself");
    }
    if (!speaker && node.role() == MemberRole.SPEAKER) {
      violations.add("a speaker downs the controller " + id);
    }
  }

  /**
   * Controllers that work must know each other as members: two sides would both decide. One that
   * was downed this moment has some seconds to hear of it.
   */
  void checkOneSide() {
    var before = strangers();
    run(NEWS_MILLIS);
    var after = strangers();
    after.retainAll(before);
    after.forEach(pair -> violations.add("two sides live: " + pair));
  }

  private Set<String> strangers() {
    var active =
        nodes.stream()
            .filter(n -> n.isMember() && n.role() == MemberRole.CONTROLLER)
            .filter(n -> n.status() == MemberStatus.UP)
            .toList();
    var pairs = new TreeSet<String>();
    for (SimNode a : active) {
      for (SimNode b : active) {
        var seen = a.gossip.members().get(b.id);
        if (seen == null || seen.status() == MemberStatus.DOWN) {
          pairs.add(a.id + " does not count on " + b.id);
        }
      }
    }
    return pairs;
  }

  boolean isWhole() {
    return nodes.stream()
        .allMatch(
            n ->
                n.isMember()
                    && n.gossip.members().size() == nodes.size()
                    && n.gossip.missedByTheLiving().isEmpty()
                    && n.gossip.members().values().stream()
                        .allMatch(m -> m.status() == MemberStatus.UP));
  }

  Stream<SimNode> alive() {
    return nodes.stream().filter(SimNode::isMember);
  }
}
