/**
 * The announcement table: all that a speaker needs to know, in one revision, with the deltas that
 * lead from one revision to the next.
 */
@NullMarked
package io.fairlead.table;

import org.jspecify.annotations.NullMarked;
