/**
 * The actors of the election: one journals the placement, one publishes the announcement table to
 * every speaker. Both run once in the cluster, on the active controller.
 */
@NullMarked
package io.fairlead.election.actor;

import org.jspecify.annotations.NullMarked;
