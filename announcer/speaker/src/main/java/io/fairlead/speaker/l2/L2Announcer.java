package io.fairlead.speaker.l2;

import io.fairlead.net.IpAddress;
import io.fairlead.net.MacAddress;
import io.fairlead.placement.NodeInterface;
import io.fairlead.speaker.link.AddressRanges;
import io.fairlead.speaker.link.LinkException;
import io.fairlead.speaker.link.LinkInterface;
import io.fairlead.speaker.link.PacketLink;
import io.fairlead.speaker.plan.Announcement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLogger;

/**
 * Announces addresses by ARP and Neighbor Discovery on every eligible interface. One platform
 * thread owns all ports: it answers, sends announcements when due, and looks at the interfaces when
 * the kernel says that they changed. It is a platform thread because a wait in the kernel would pin
 * a virtual one to its carrier. Nothing that an interface does ends it.
 */
public final class L2Announcer implements L2Port, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(L2Announcer.class);

  /** The kernel's news of interfaces may be lost; so often all are looked at without any. */
  private static final long SCAN_INTERVAL_MILLIS = 10_000;

  /** Interfaces that come by the dozen are worth one look. */
  private static final long SCAN_SPACING_MILLIS = 20;

  /** A failed socket or look is tried again so soon. */
  private static final long RETRY_MILLIS = 1_000;

  /** What is due while nothing may be sent must not keep the thread spinning. */
  private static final long SHUT_WAIT_MILLIS = 5;

  /** So long the first start of a process may take to exercise itself. */
  private static final long WARM_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private static final long JOIN_MILLIS_MAX = 2_000;
  private static final int GRATUITOUS_PER_TURN_MAX = 128;

  private final PacketLink packetLink;
  private final AnswerGate gate;
  private final Map<IpAddress, Announcement> announced = new ConcurrentHashMap<>();
  private final Queue<Change> changes = new ConcurrentLinkedQueue<>();
  private final L2Meter meter = new L2Meter();
  private final Thread thread;
  private volatile boolean closing;
  private volatile List<LinkInterface> open = List.of();
  private volatile boolean linked = true;

  // Owned by the thread.
  private final InterfaceSet interfaces;
  private final ClaimDesk claims;
  private final GratuitousSchedule schedule;
  private Optional<L2Listener> listener = Optional.empty();
  private Optional<List<NodeInterface>> usable = Optional.empty();
  private long lastScanMillis;
  private long nextScanMillis;
  private AddressRanges concerned = AddressRanges.covering(Set.of());

  /** What other threads ask of the announcer's own. */
  private sealed interface Change {
    record Announced(IpAddress address) implements Change {}

    record Withdrawn(IpAddress address) implements Change {}

    record Probed(IpAddress address, ClaimDesk.Probe probe) implements Change {}

    record Peers(Set<MacAddress> macs) implements Change {}

    record Knocked(Map<IpAddress, MacAddress> neighbours) implements Change {}

    record Listening(L2Listener listener) implements Change {}
  }

  private L2Announcer(PacketLink packetLink, L2Settings settings, AnswerGate gate, Logger log) {
    this.packetLink = packetLink;
    this.gate = gate;
    this.interfaces = new InterfaceSet(packetLink, settings.rules(), meter, log);
    this.claims = new ClaimDesk(announced, settings);
    this.schedule = new GratuitousSchedule(settings.periodMillis(), RandomGenerator.getDefault());
    this.nextScanMillis = nowMillis();
    this.lastScanMillis = nextScanMillis - SCAN_SPACING_MILLIS;
    this.thread = Thread.ofPlatform().name("l2-announcer").unstarted(this::run);
  }

  /**
   * Starts the thread. Threads inherit the network namespace, so the caller's is the one announced
   * in. The link is closed with the announcer.
   */
  public static L2Announcer start(PacketLink packetLink, L2Settings settings) {
    return start(packetLink, settings, new AnswerGate());
  }

  /** As {@link #start(PacketLink, L2Settings)}; nothing is sent while the gate is shut. */
  public static L2Announcer start(PacketLink packetLink, L2Settings settings, AnswerGate gate) {
    WarmUp.run(WARM_UP_NANOS);
    var announcer = new L2Announcer(packetLink, settings, gate, LOG);
    announcer.thread.start();
    return announcer;
  }

  /** One without a thread, whose turns are taken by the caller, and who says nothing. */
  static L2Announcer unstarted(PacketLink packetLink) {
    var settings = L2Settings.DEFAULT;
    return new L2Announcer(packetLink, settings, new AnswerGate(), NOPLogger.NOP_LOGGER);
  }

  @Override
  public void announce(IpAddress address, Announcement announcement) {
    announced.put(address, announcement);
    tell(new Change.Announced(address));
  }

  @Override
  public void withdraw(IpAddress address) {
    announced.remove(address);
    tell(new Change.Withdrawn(address));
  }

  @Override
  public CompletableFuture<ProbeResult> probe(
      IpAddress address, Announcement announcement, boolean heedPeers) {
    var result = new CompletableFuture<ProbeResult>();
    tell(new Change.Probed(address, new ClaimDesk.Probe(announcement, heedPeers, result)));
    return result;
  }

  @Override
  public void knowPeers(Set<MacAddress> macs) {
    tell(new Change.Peers(Set.copyOf(macs)));
  }

  @Override
  public void knock(Map<IpAddress, MacAddress> neighbours) {
    if (!neighbours.isEmpty()) {
      tell(new Change.Knocked(Map.copyOf(neighbours)));
    }
  }

  @Override
  public void listen(L2Listener to) {
    tell(new Change.Listening(to));
  }

  @Override
  public boolean hasLink() {
    return linked;
  }

  @Override
  public NavigableMap<IpAddress, Announcement> current() {
    return new TreeMap<>(announced);
  }

  /** The interfaces that are answered on at present. */
  public List<LinkInterface> openInterfaces() {
    return open;
  }

  public L2Counters counters() {
    return meter.snapshot();
  }

  /** True until the announcer is closed; anything else is a fault of this program. */
  public boolean isAlive() {
    return thread.isAlive();
  }

  @Override
  public void close() {
    closing = true;
    packetLink.wakeUp();
    try {
      if (!thread.join(Duration.ofMillis(JOIN_MILLIS_MAX))) {
        LOG.warn("the announcer did not end within {} ms", JOIN_MILLIS_MAX);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell(Change change) {
    changes.add(change);
    packetLink.wakeUp();
  }

  private void run() {
    try {
      while (!closing) {
        turn();
      }
    } finally {
      interfaces.closeAll();
      packetLink.close();
    }
  }

  // A fault in one turn must not silence the node: it is logged, and the next turn goes on.
  void turn() {
    try {
      packetLink.await(waitMillis());
      if (packetLink.interfacesChanged()) {
        nextScanMillis = Math.min(nextScanMillis, lastScanMillis + SCAN_SPACING_MILLIS);
      }
      if (nowMillis() >= nextScanMillis) {
        scan();
      }
      takeChanges();
      // Before anything is said of an address its questions must come through.
      onEach(each -> each.hearOnly(concerned));
      // What came while this process stood still is taken from the sockets all the same.
      if (gate.mayAnswer()) {
        onEach(each -> each.serve(announced, this::heard));
        sendDue();
      } else {
        onEach(each -> each.serve(Map.of(), (_, _) -> {}));
      }
    } catch (LinkException e) {
      interfaces.trouble(e);
      nextScanMillis = nowMillis() + RETRY_MILLIS;
    } catch (RuntimeException e) {
      LOG.error("fault in the announcer; it goes on", e);
    }
  }

  private long waitMillis() {
    long next = Math.min(schedule.nextMillis().orElse(Long.MAX_VALUE), nextScanMillis);
    next = Math.min(next, claims.nextMillis().orElse(Long.MAX_VALUE));
    long wait = Math.max(0, next - nowMillis());
    return gate.mayAnswer() ? wait : Math.max(wait, SHUT_WAIT_MILLIS);
  }

  private void takeChanges() {
    if (changes.isEmpty()) {
      return;
    }
    for (var change = changes.poll(); change != null; change = changes.poll()) {
      switch (change) {
        case Change.Announced(var address) -> {
          listen(address);
          schedule.trigger(address, nowMillis());
        }
        case Change.Withdrawn(var address) -> {
          if (!announced.containsKey(address)) {
            schedule.cancel(address);
            claims.forget(address);
            meter.forget(address);
            listen(address);
          }
        }
        case Change.Probed(var address, var probe) -> {
          claims.start(address, probe, nowMillis());
          listen(address);
        }
        case Change.Peers(var macs) -> claims.knowPeers(macs);
        case Change.Knocked(var neighbours) -> onEach(each -> each.knock(neighbours));
        case Change.Listening(var to) -> {
          listener = Optional.of(to);
          usable.ifPresent(to::interfacesChanged);
        }
      }
    }
    var addresses = new HashSet<>(claims.probed());
    addresses.addAll(announced.keySet());
    concerned = AddressRanges.covering(addresses);
  }

  private void listen(IpAddress address) {
    onEach(each -> each.listen(address, isWanted(address, each.link().name())));
  }

  private boolean isWanted(IpAddress address, String interfaceName) {
    var announcement = announced.get(address);
    return (announcement != null && announcement.covers(interfaceName))
        || claims.isProbing(address, interfaceName);
  }

  private void sendDue() {
    for (IpAddress address : schedule.due(nowMillis(), GRATUITOUS_PER_TURN_MAX)) {
      var announcement = announced.get(address);
      if (announcement != null) {
        onEach(
            each -> {
              if (announcement.covers(each.link().name())) {
                each.sendGratuitous(address);
              }
            });
      }
    }
    claims.work(nowMillis(), this::ask).forEach(this::listen);
  }

  private boolean ask(IpAddress address, Announcement announcement) {
    var places =
        open.stream()
            .filter(link -> link.flags().running() && announcement.covers(link.name()))
            .map(LinkInterface::name)
            .toList();
    return !places.isEmpty()
        && onEach(
            each -> {
              if (places.contains(each.link().name())) {
                each.sendProbe(address);
              }
            });
  }

  private void heard(AddressClaim claim, L2Interface on) throws LinkException {
    var address = claim.address();
    // Of most frames that are heard, none of this is any business of ours: they must cost little.
    if (!claims.concerns(address) || interfaces.isOwn(claim.mac())) {
      return;
    }
    var verdict = claims.heard(claim, on.link().name(), nowMillis());
    meter.judged(verdict);
    switch (verdict) {
      case NONE, PEER, CONFLICT -> {}
      case OCCUPIED -> listen(address);
      case CONFLICT_TO_DEFEND -> {
        LOG.warn("{} on {} claims {} too", claim.mac(), on.link().name(), address);
        on.sendGratuitous(address);
        listener.ifPresent(to -> to.conflict(address, claim.mac(), on.link().name()));
      }
    }
  }

  private void scan() throws LinkException {
    lastScanMillis = nowMillis();
    nextScanMillis = lastScanMillis + SCAN_INTERVAL_MILLIS;
    var found = interfaces.scan();
    open = interfaces.links();
    for (var each : found.opened()) {
      var name = each.link().name();
      announced.keySet().stream()
          .filter(address -> isWanted(address, name))
          .forEach(address -> each.listen(address, true));
      claims.probed().stream()
          .filter(address -> isWanted(address, name))
          .forEach(address -> each.listen(address, true));
      announceAnew(each);
    }
    found.refreshed().forEach(this::announceAnew);
    var nowUsable = interfaces.usable();
    boolean now = !nowUsable.isEmpty();
    if (now != linked) {
      linked = now;
      LOG.warn(now ? "the link is back" : "no interface to announce on has a carrier");
    }
    if (!usable.equals(Optional.of(nowUsable))) {
      usable = Optional.of(nowUsable);
      listener.ifPresent(to -> to.interfacesChanged(nowUsable));
    }
  }

  private void announceAnew(L2Interface on) {
    announced.forEach(
        (address, announcement) -> {
          if (announcement.covers(on.link().name())) {
            schedule.trigger(address, nowMillis());
          }
        });
  }

  private boolean onEach(InterfaceSet.Work work) {
    boolean well = interfaces.forEach(work);
    if (!well) {
      // Mostly the interface went down; whether a link is left should be known at once.
      open = interfaces.links();
      nextScanMillis = nowMillis();
    }
    return well;
  }

  private static long nowMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
