/** The border to the kernel: the only package that opens sockets and calls foreign functions. */
@NullMarked
package io.fairlead.speaker.link;

import org.jspecify.annotations.NullMarked;
