@NullMarked
package io.fairlead.wire.arp;

import org.jspecify.annotations.NullMarked;
