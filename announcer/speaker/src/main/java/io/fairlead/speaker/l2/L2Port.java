package io.fairlead.speaker.l2;

import io.fairlead.net.IpAddress;
import io.fairlead.net.MacAddress;
import io.fairlead.speaker.plan.Announcement;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Announces addresses on the local segment. Safe for use by several threads. */
public interface L2Port {

  /** Answers for the address from now on, and tells the segment so; again when it does already. */
  void announce(IpAddress address, Announcement announcement);

  /** Answers for the address no more, and says nothing. */
  void withdraw(IpAddress address);

  /**
   * Asks the segment whether somebody has the address. While no interface to ask on has a carrier,
   * it waits for one.
   *
   * @param announcement where it is to be announced
   * @param heedPeers whether the answer of a node of the cluster counts, or a stranger's alone
   */
  CompletableFuture<ProbeResult> probe(
      IpAddress address, Announcement announcement, boolean heedPeers);

  /** Who has these MAC addresses is no stranger: they are the other nodes of the cluster. */
  void knowPeers(Set<MacAddress> macs);

  /**
   * Asks these neighbours where they are, as the kernel of this node would; what they answer fills
   * its neighbour table. The kernel itself asks for one that is silent only once a second (RFC 4861
   * section 10, RETRANS_TIMER; Linux does so for ARP too), and datagrams to it wait for that.
   *
   * @param neighbours nodes of the cluster, with the MAC address that each had
   */
  void knock(Map<IpAddress, MacAddress> neighbours);

  /** From now on the listener hears what happens; there is one. */
  void listen(L2Listener listener);

  /**
   * True when an interface that may announce has a carrier, or nobody has looked yet. Without one
   * this node cannot tell the death of others from its own being cut off.
   */
  boolean hasLink();

  /** What is announced at this moment. */
  NavigableMap<IpAddress, Announcement> current();
}
