@NullMarked
package io.fairlead.wire.hello;

import org.jspecify.annotations.NullMarked;
