/** Ethernet II framing. Pure: bytes in, values out. */
@NullMarked
package io.fairlead.wire.ethernet;

import org.jspecify.annotations.NullMarked;
