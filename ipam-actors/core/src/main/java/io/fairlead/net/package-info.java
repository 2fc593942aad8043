/**
 * Values of the network: addresses, prefixes, ranges, MAC addresses.
 *
 * <p>All are immutable, ordered as unsigned numbers and printed in the canonical text of their
 * standard. Nothing here resolves names or touches an interface.
 *
 * <p>Supported standards: RFC 791 and RFC 4291 (addresses), RFC 4632 (CIDR), RFC 5952 (IPv6 text).
 */
@NullMarked
package io.fairlead.net;

import org.jspecify.annotations.NullMarked;
