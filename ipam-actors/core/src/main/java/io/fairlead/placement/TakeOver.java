package io.fairlead.placement;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;
import java.time.Instant;

/**
 * One fail-over, as the node saw it that took the address over. The instants are of its wall clock.
 *
 * @param from who announced before, as far as the node knew
 * @param to the node itself
 * @param epoch under which it announces
 * @param suspectedAt when it began to think that {@code from} is gone
 * @param decidedAt when it decided to take over
 * @param announcedAt when the announcement was with the thread that sends it
 */
public record TakeOver(
    IpAddress address,
    NodeName from,
    NodeName to,
    long epoch,
    TakeOverCause cause,
    Instant suspectedAt,
    Instant decidedAt,
    Instant announcedAt) {

  public Claim claim() {
    return new Claim(address, to, epoch);
  }
}
