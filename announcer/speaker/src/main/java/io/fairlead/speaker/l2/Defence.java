package io.fairlead.speaker.l2;

import io.fairlead.net.IpAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * How often a claim of a stranger is answered by an announcement: once, and not again for {@link
 * #INTERVAL_MILLIS} (RFC 5227 section 2.4 point c). So two who both insist do not flood the
 * segment. Mutable, for one thread; the time is given.
 */
final class Defence {
  /** DEFEND_INTERVAL of RFC 5227 section 1.1. */
  static final long INTERVAL_MILLIS = 10_000;

  private final Map<IpAddress, Long> lastMillis = new HashMap<>();

  /** A stranger claims the address; true when it is to be defended now. */
  boolean challenged(IpAddress address, long nowMillis) {
    var last = lastMillis.get(address);
    if (last != null && nowMillis - last < INTERVAL_MILLIS) {
      return false;
    }
    lastMillis.put(address, nowMillis);
    return true;
  }

  /** The address is announced no more. */
  void forget(IpAddress address) {
    lastMillis.remove(address);
  }
}
