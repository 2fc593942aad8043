@NullMarked
package io.fairlead.wire.bfd;

import org.jspecify.annotations.NullMarked;
