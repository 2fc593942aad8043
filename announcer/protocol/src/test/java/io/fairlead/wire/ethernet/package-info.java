@NullMarked
package io.fairlead.wire.ethernet;

import org.jspecify.annotations.NullMarked;
