@NullMarked
package io.fairlead.load.arp;

import org.jspecify.annotations.NullMarked;
