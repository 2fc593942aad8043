/** Reading of golden frames. */
@NullMarked
package io.fairlead.wire.vectors;

import org.jspecify.annotations.NullMarked;
