@NullMarked
package io.fairlead.load.failover;

import org.jspecify.annotations.NullMarked;
