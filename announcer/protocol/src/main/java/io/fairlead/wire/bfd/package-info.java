/**
 * The control packets of Bidirectional Forwarding Detection and their authentication. Pure: bytes
 * in, values out.
 *
 * <p>Supported: RFC 5880 section 4.1 (control packet), 4.4 and 6.7.4 (keyed and meticulous keyed
 * SHA-1), and an authentication type of our own with HMAC-SHA-256 for sessions among speakers.
 * Recognised and refused: simple password and keyed MD5 (4.2, 4.3), which protect nothing today.
 */
@NullMarked
package io.fairlead.wire.bfd;

import org.jspecify.annotations.NullMarked;
