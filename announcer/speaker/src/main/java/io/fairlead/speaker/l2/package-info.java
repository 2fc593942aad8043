/** Announcing addresses on the local segment, by ARP and NDP, on one own thread. */
@NullMarked
package io.fairlead.speaker.l2;

import org.jspecify.annotations.NullMarked;
