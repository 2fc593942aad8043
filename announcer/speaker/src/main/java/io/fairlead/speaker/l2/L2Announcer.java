package io.fairlead.speaker.l2;

import io.fairlead.net.IpAddress;
import io.fairlead.net.IpFamily;
import io.fairlead.net.MacAddress;
import io.fairlead.speaker.link.InterfaceRules;
import io.fairlead.speaker.link.LinkException;
import io.fairlead.speaker.link.LinkInterface;
import io.fairlead.speaker.link.PacketLink;
import io.fairlead.speaker.plan.Announcement;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announces IPv4 addresses by ARP on every eligible interface. One platform thread owns all ports:
 * it answers, sends gratuitous ARP when due, and looks at the interfaces once a second. It is a
 * platform thread because a wait in the kernel would pin a virtual one to its carrier. Nothing that
 * an interface does ends it: a port that fails is closed and opened anew when the interface is
 * back.
 */
public final class L2Announcer implements L2Port, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(L2Announcer.class);
  private static final long SCAN_INTERVAL_MILLIS = 1_000;
  private static final long JOIN_MILLIS_MAX = 2_000;
  private static final int GRATUITOUS_PER_TURN_MAX = 128;
  private static final int WARM_UP_FRAMES = 2_000;

  private final PacketLink packetLink;
  private final InterfaceRules rules;
  private final Map<IpAddress, Announcement> announced = new ConcurrentHashMap<>();
  private final Queue<Change> changes = new ConcurrentLinkedQueue<>();
  private final L2Meter meter = new L2Meter();
  private final Thread thread;
  private volatile boolean closing;
  private volatile List<LinkInterface> open = List.of();
  private volatile boolean linked = true;

  // Owned by the thread.
  private final NavigableMap<String, ArpInterface> interfaces = new TreeMap<>();
  private final GratuitousSchedule schedule = new GratuitousSchedule();
  private long nextScanMillis;
  private String lastTrouble = "";

  private record Change(IpAddress address, boolean announce) {}

  private L2Announcer(PacketLink packetLink, InterfaceRules rules) {
    this.packetLink = packetLink;
    this.rules = rules;
    this.thread = Thread.ofPlatform().name("l2-announcer").unstarted(this::run);
  }

  /**
   * Starts the thread. Threads inherit the network namespace, so the caller's is the one announced
   * in. The link is closed with the announcer.
   */
  public static L2Announcer start(PacketLink packetLink, InterfaceRules rules) {
    var announcer = new L2Announcer(packetLink, rules);
    announcer.warmUp();
    announcer.thread.start();
    return announcer;
  }

  @Override
  public boolean supports(IpAddress address) {
    return address.family() == IpFamily.IPV4;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException for an IPv6 address
   */
  @Override
  public void announce(IpAddress address, Announcement announcement) {
    if (!supports(address)) {
      throw new IllegalArgumentException(address + " cannot be announced by ARP");
    }
    announced.put(address, announcement);
    changes.add(new Change(address, true));
    packetLink.wakeUp();
  }

  @Override
  public void withdraw(IpAddress address) {
    announced.remove(address);
    changes.add(new Change(address, false));
    packetLink.wakeUp();
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

  private void run() {
    try {
      while (!closing) {
        turn();
      }
    } finally {
      interfaces.values().forEach(ArpInterface::close);
      packetLink.close();
    }
  }

  // A fault in one turn must not silence the node: it is logged, and the next turn goes on.
  private void turn() {
    try {
      packetLink.await(waitMillis());
      takeChanges();
      forEachInterface(arp -> arp.serve(announced));
      sendDue();
      if (nowMillis() >= nextScanMillis) {
        nextScanMillis = nowMillis() + SCAN_INTERVAL_MILLIS;
        scan();
      }
    } catch (LinkException e) {
      trouble(e);
    } catch (RuntimeException e) {
      LOG.error("fault in the announcer; it goes on", e);
    }
  }

  private long waitMillis() {
    long next = Math.min(schedule.nextMillis().orElse(Long.MAX_VALUE), nextScanMillis);
    return Math.max(0, next - nowMillis());
  }

  private void takeChanges() {
    for (var change = changes.poll(); change != null; change = changes.poll()) {
      if (change.announce()) {
        schedule.trigger(change.address(), nowMillis());
      } else if (!announced.containsKey(change.address())) {
        schedule.cancel(change.address());
        meter.forget(change.address());
      }
    }
  }

  private void sendDue() {
    for (IpAddress address : schedule.due(nowMillis(), GRATUITOUS_PER_TURN_MAX)) {
      var announcement = announced.get(address);
      if (announcement != null) {
        forEachInterface(
            arp -> {
              if (announcement.covers(arp.link().name())) {
                arp.sendGratuitous(address);
              }
            });
      }
    }
  }

  private void scan() throws LinkException {
    var eligible = new TreeMap<String, LinkInterface>();
    packetLink.interfaces().list().stream()
        .filter(rules::eligible)
        .forEach(link -> eligible.put(link.name(), link));
    for (var arp : List.copyOf(interfaces.values())) {
      var now = eligible.get(arp.link().name());
      if (now == null || now.index() != arp.link().index()) {
        close(arp, "it is gone or no longer eligible");
      }
    }
    eligible.values().forEach(this::openOrUpdate);
    open = interfaces.values().stream().map(ArpInterface::link).toList();
    boolean now = open.stream().anyMatch(link -> link.flags().running());
    if (now != linked) {
      linked = now;
      LOG.warn(now ? "the link is back" : "no interface to announce on has a carrier");
    }
  }

  private void openOrUpdate(LinkInterface link) {
    var arp = interfaces.get(link.name());
    if (arp == null) {
      open(link);
      return;
    }
    boolean announceAnew =
        !arp.link().mac().equals(link.mac())
            || (link.flags().running() && !arp.link().flags().running());
    arp.update(link);
    if (announceAnew) {
      announceAnew(link);
    }
  }

  private void open(LinkInterface link) {
    try {
      interfaces.put(link.name(), new ArpInterface(link, packetLink.openArp(link), meter));
      LOG.info("answering ARP on {} ({})", link.name(), link.mac());
      announceAnew(link);
    } catch (LinkException e) {
      trouble(e);
    }
  }

  private void announceAnew(LinkInterface link) {
    announced.forEach(
        (address, announcement) -> {
          if (announcement.covers(link.name())) {
            schedule.trigger(address, nowMillis());
          }
        });
  }

  private void close(ArpInterface arp, String why) {
    interfaces.remove(arp.link().name());
    arp.close();
    LOG.warn("no longer answering ARP on {}: {}", arp.link().name(), why);
  }

  private interface Work {
    void on(ArpInterface arp) throws LinkException;
  }

  private void forEachInterface(Work work) {
    List<ArpInterface> failed = new ArrayList<>(0);
    for (var arp : interfaces.values()) {
      try {
        work.on(arp);
      } catch (LinkException e) {
        failed.add(arp);
        meter.portFailed();
        trouble(e);
      }
    }
    if (!failed.isEmpty()) {
      failed.forEach(arp -> close(arp, "its socket failed; it is tried again every second"));
      // Mostly the interface went down; whether a link is left should be known at once.
      nextScanMillis = nowMillis();
    }
  }

  // The same trouble is met again every second; it is worth one line.
  private void trouble(LinkException e) {
    var text = String.valueOf(e.getMessage());
    if (!text.equals(lastTrouble)) {
      LOG.warn("announcer: {}", text);
      lastTrouble = text;
    }
  }

  // The first answers of a fresh program should not wait for classes to load and code to compile.
  private void warmUp() {
    var mac = new MacAddress(0x0200_0000_0001L);
    var asked = IpAddress.parse("192.0.2.1");
    var all = Map.of(asked, new Announcement(0, new TreeSet<>()));
    var request = ByteBuffer.allocate(64);
    for (int i = 0; i < WARM_UP_FRAMES; i++) {
      WarmUp.request(request, mac, asked);
      ArpResponder.respond(request, "lo", mac, all);
    }
  }

  private static long nowMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
