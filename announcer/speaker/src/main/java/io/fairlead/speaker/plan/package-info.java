/**
 * What this node must announce, decided from the table, the claims and the live nodes. Pure.
 *
 * <p>Who is live is a judgement: {@link io.fairlead.speaker.plan.Liveness} takes silence for death,
 * unless {@link io.fairlead.speaker.plan.OwnStanding} has a reason to think that this node is the
 * one that is cut off. Then silent nodes count as live, so nothing is taken over from them.
 */
@NullMarked
package io.fairlead.speaker.plan;

import org.jspecify.annotations.NullMarked;
