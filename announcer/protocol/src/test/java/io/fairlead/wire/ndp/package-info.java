@NullMarked
package io.fairlead.wire.ndp;

import org.jspecify.annotations.NullMarked;
