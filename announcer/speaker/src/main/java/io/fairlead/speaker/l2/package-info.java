/** Announcing addresses on the local segment: ARP answers and gratuitous ARP on one own thread. */
@NullMarked
package io.fairlead.speaker.l2;

import org.jspecify.annotations.NullMarked;
