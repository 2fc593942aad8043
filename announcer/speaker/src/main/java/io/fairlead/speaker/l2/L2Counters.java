package io.fairlead.speaker.l2;

import static java.util.Collections.unmodifiableNavigableMap;

import io.fairlead.net.IpAddress;
import io.fairlead.wire.arp.DropReason;
import io.fairlead.wire.ndp.NdpDropReason;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What the announcer has done since it started.
 *
 * @param dropped ARP packets not answered, by reason
 * @param ndpDropped packets of Neighbor Discovery not answered, by reason
 * @param byAddress of the addresses announced at present
 */
public record L2Counters(
    NavigableMap<DropReason, Long> dropped,
    NavigableMap<NdpDropReason, Long> ndpDropped,
    Totals totals,
    NavigableMap<IpAddress, OfAddress> byAddress) {
  public L2Counters {
    dropped = unmodifiableNavigableMap(new TreeMap<>(dropped));
    ndpDropped = unmodifiableNavigableMap(new TreeMap<>(ndpDropped));
    byAddress = unmodifiableNavigableMap(new TreeMap<>(byAddress));
  }

  /** The counts of one address since it was announced. */
  public record OfAddress(long requestsReceived, long responsesSent, long gratuitousSent) {}

  /**
   * Counts of the whole node.
   *
   * @param unsent frames that the kernel had no room for
   * @param portFailures how often an interface failed under way and was opened anew
   * @param groupsRefused how often a multicast group could not be joined
   * @param probes questions sent before a first announcement
   * @param occupied addresses that such a question found in use
   * @param conflicts claims of strangers to addresses that are announced
   * @param peerClaims claims of other nodes of the cluster to them
   * @param knocks questions where a node is that went away
   */
  public record Totals(
      long unsent,
      long portFailures,
      long groupsRefused,
      long probes,
      long occupied,
      long conflicts,
      long peerClaims,
      long knocks) {}
}
