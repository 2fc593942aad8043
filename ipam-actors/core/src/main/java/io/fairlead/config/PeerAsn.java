package io.fairlead.config;

/** Which AS number a peer may have. */
public sealed interface PeerAsn {
  /** Exactly this one. */
  record Fixed(long asn) implements PeerAsn {
    public Fixed {
      if (asn < 1 || asn > BgpPeer.ASN_MAX) {
        throw new IllegalArgumentException("an AS number is 1 to 4294967295, not " + asn);
      }
    }
  }

  /** The one that the peer names, if it is ours. */
  record Internal() implements PeerAsn {}

  /** The one that the peer names, if it is not ours. */
  record External() implements PeerAsn {}
}
