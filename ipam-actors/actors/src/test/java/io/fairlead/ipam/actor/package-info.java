@NullMarked
package io.fairlead.ipam.actor;

import org.jspecify.annotations.NullMarked;
