/** What of IPv6 itself is needed to speak Neighbor Discovery. Pure: bytes in, values out. */
@NullMarked
package io.fairlead.wire.ip6;

import org.jspecify.annotations.NullMarked;
