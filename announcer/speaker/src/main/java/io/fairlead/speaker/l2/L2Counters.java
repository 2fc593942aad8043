package io.fairlead.speaker.l2;

import static java.util.Collections.unmodifiableNavigableMap;

import io.fairlead.net.IpAddress;
import io.fairlead.wire.arp.DropReason;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What the announcer has done since it started.
 *
 * @param dropped requests not answered, by reason
 * @param unsent frames that the kernel had no room for
 * @param portFailures how often an interface failed under way and was opened anew
 * @param byAddress of the addresses announced at present
 */
public record L2Counters(
    NavigableMap<DropReason, Long> dropped,
    long unsent,
    long portFailures,
    NavigableMap<IpAddress, OfAddress> byAddress) {
  public L2Counters {
    dropped = unmodifiableNavigableMap(new TreeMap<>(dropped));
    byAddress = unmodifiableNavigableMap(new TreeMap<>(byAddress));
  }

  /** The counts of one address since it was announced. */
  public record OfAddress(long requestsReceived, long responsesSent, long gratuitousSent) {}
}
