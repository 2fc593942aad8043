package io.fairlead.speaker.l2;

import io.fairlead.net.MacAddress;

/** What came of asking the segment for an address. */
public sealed interface ProbeResult {
  /** Nobody answered. */
  record Free() implements ProbeResult {}

  /** Somebody has it, or wants it at this very moment too. */
  record Occupied(MacAddress mac, String interfaceName) implements ProbeResult {}
}
