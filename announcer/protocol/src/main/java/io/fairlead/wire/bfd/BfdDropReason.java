package io.fairlead.wire.bfd;

/**
 * Why a control packet is discarded (RFC 5880 sections 6.8.6 and 6.7). Counted in a metric, so a
 * constant is never renamed.
 */
public enum BfdDropReason {
  /** Shorter than a control packet, or than the length that it gives itself. */
  TRUNCATED,
  /** Another version than 1. */
  VERSION,
  /** The length field is below the least, or does not fit the authentication section. */
  LENGTH,
  /** The detect multiplier is zero. */
  DETECT_MULTIPLIER,
  /** The multipoint bit is set. */
  MULTIPOINT,
  /** My Discriminator is zero. */
  MY_DISCRIMINATOR,
  /** Your Discriminator is zero in a state in which it must be known. */
  YOUR_DISCRIMINATOR,
  /** No session has this discriminator, or none is wanted with this sender. */
  NO_SESSION,
  /** Authenticated where none is in use, or the other way round, or by another type. */
  AUTHENTICATION_TYPE,
  /** Signed with a key that is not known, or no longer. */
  KEY_UNKNOWN,
  /** The digest is not that of the packet. */
  DIGEST,
  /** The sequence number was used already, or is far ahead. */
  REPLAYED,
  /** The session is held down here. */
  ADMIN_DOWN
}
