/**
 * The Address Resolution Protocol of RFC 826 over Ethernet and IPv4. Pure: bytes in, values out.
 */
@NullMarked
package io.fairlead.wire.arp;

import org.jspecify.annotations.NullMarked;
