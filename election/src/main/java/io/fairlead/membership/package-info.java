/**
 * Who belongs to the cluster, as pure values: which members are downed and why, which seeds a node
 * asks and in which order, which of two clusters yields to the other, and the list of known members
 * that outlives a restart. The actors beside it feed these decisions and carry them out.
 */
@NullMarked
package io.fairlead.membership;

import org.jspecify.annotations.NullMarked;
