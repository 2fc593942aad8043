package io.fairlead.wire.ndp;

import io.fairlead.net.IpAddress;
import io.fairlead.net.MacAddress;
import java.util.Optional;

/** A message of Neighbor Discovery about the owner of an address. */
public sealed interface NdpMessage {

  /** The address that it is about. */
  IpAddress target();

  /**
   * Who has the target? (RFC 4861 section 4.3)
   *
   * @param sourceLinkLayer the MAC address of the asker; absent in a probe, may be absent in a
   *     unicast question
   */
  record Solicitation(IpAddress target, Optional<MacAddress> sourceLinkLayer)
      implements NdpMessage {}

  /**
   * The sender has the target (RFC 4861 section 4.4).
   *
   * @param router the sender forwards packets
   * @param solicited it answers a solicitation
   * @param override it replaces another MAC address that is known already
   * @param targetLinkLayer the MAC address of the target
   */
  record Advertisement(
      IpAddress target,
      boolean router,
      boolean solicited,
      boolean override,
      Optional<MacAddress> targetLinkLayer)
      implements NdpMessage {}
}
