package io.fairlead.speaker;

import io.fairlead.net.IpAddress;
import io.fairlead.net.IpFamily;
import io.fairlead.speaker.l2.L2Port;
import io.fairlead.speaker.plan.Announcement;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what it was told. Several may write to one log, to see the order among nodes. */
public final class FakeL2Port implements L2Port {
  private final NavigableMap<IpAddress, Announcement> announced = new ConcurrentSkipListMap<>();
  private final String node;
  private final List<String> log;
  private volatile boolean linked = true;

  public FakeL2Port(String node, List<String> log) {
    this.node = node;
    this.log = log;
  }

  public FakeL2Port() {
    this("", new CopyOnWriteArrayList<>());
  }

  @Override
  public boolean supports(IpAddress address) {
    return address.family() == IpFamily.IPV4;
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
