package io.fairlead.speaker;

import io.fairlead.net.IpAddress;
import io.fairlead.net.MacAddress;
import io.fairlead.speaker.l2.L2Listener;
import io.fairlead.speaker.l2.L2Port;
import io.fairlead.speaker.l2.ProbeResult;
import io.fairlead.speaker.plan.Announcement;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what it was told. Several may write to one log, to see the order among nodes. */
public final class FakeL2Port implements L2Port {
  private final NavigableMap<IpAddress, Announcement> announced = new ConcurrentSkipListMap<>();
  private final String node;
  private final List<String> log;
  private final Map<IpAddress, CompletableFuture<ProbeResult>> probes = new ConcurrentHashMap<>();
  private volatile Set<MacAddress> peers = Set.of();
  private volatile Optional<L2Listener> listener = Optional.empty();
  private volatile boolean linked = true;

  public FakeL2Port(String node, List<String> log) {
    this.node = node;
    this.log = log;
  }

  public FakeL2Port() {
    this("", new CopyOnWriteArrayList<>());
  }

  @Override
  public CompletableFuture<ProbeResult> probe(
      IpAddress address, Announcement announcement, boolean heedPeers) {
    log.add(node + " probes " + address);
    var held = probes.remove(address);
    return held == null ? CompletableFuture.completedFuture(new ProbeResult.Free()) : held;
  }

  /** The next probe for the address ends with this; else it finds the address free at once. */
  public void nextProbe(String address, CompletableFuture<ProbeResult> result) {
    probes.put(IpAddress.parse(address), result);
  }

  @Override
  public void knock(Map<IpAddress, MacAddress> neighbours) {
    new TreeMap<>(neighbours)
        .forEach((address, mac) -> log.add(node + " knocks at " + address + " " + mac));
  }

  @Override
  public void knowPeers(Set<MacAddress> macs) {
    peers = Set.copyOf(macs);
  }

  /** Who is no stranger. */
  public Set<MacAddress> peers() {
    return peers;
  }

  @Override
  public void listen(L2Listener to) {
    listener = Optional.of(to);
  }

  /** The one that hears what happens on the segment. */
  public L2Listener listener() {
    return listener.orElseThrow();
  }

  @Override
  public void announce(IpAddress address, Announcement announcement) {
    announced.put(address, announcement);
    log.add(node + " announces " + address + " " + announcement.epoch());
  }

  @Override
  public void withdraw(IpAddress address) {
    announced.remove(address);
    log.add(node + " withdraws " + address);
  }

  @Override
  public boolean hasLink() {
    return linked;
  }

  /** Plugs the cable in or pulls it out. */
  public void link(boolean now) {
    linked = now;
  }

  @Override
  public NavigableMap<IpAddress, Announcement> current() {
    return new TreeMap<>(announced);
  }

  /** The epoch at which the address is announced, or -1. */
  public long epochOf(String address) {
    var announcement = announced.get(IpAddress.parse(address));
    return announcement == null ? -1 : announcement.epoch();
  }
}
