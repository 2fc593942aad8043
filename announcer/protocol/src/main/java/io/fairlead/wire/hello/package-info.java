/**
 * What speakers tell each other by UDP beside the BFD packets of their hello sessions, on the same
 * port and signed with the same keys. Pure: bytes in, values out.
 */
@NullMarked
package io.fairlead.wire.hello;

import org.jspecify.annotations.NullMarked;
