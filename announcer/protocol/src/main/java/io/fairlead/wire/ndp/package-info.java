/**
 * Neighbor Discovery for IPv6 (RFC 4861), as far as it resolves addresses: solicitations and
 * advertisements of neighbors, not of routers. Pure: bytes in, values out.
 */
@NullMarked
package io.fairlead.wire.ndp;

import org.jspecify.annotations.NullMarked;
