/**
 * Who announces an address: the succession of nodes and its epoch, and the events that record it.
 * The rules that choose live in the election module.
 */
@NullMarked
package io.fairlead.placement;

import org.jspecify.annotations.NullMarked;
