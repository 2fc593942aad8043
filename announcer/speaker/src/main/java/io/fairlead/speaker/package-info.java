/**
 * The speaker of one node. {@link io.fairlead.speaker.SpeakerCore} joins the table, the plan and
 * the announcer, and outlives every actor system of the process. It also watches itself: without a
 * carrier, after a pause of the process, or when it reaches none of several others, it takes
 * nothing over (docs/adr/0011-isolated-speakers.md).
 */
@NullMarked
package io.fairlead.speaker;

import org.jspecify.annotations.NullMarked;
