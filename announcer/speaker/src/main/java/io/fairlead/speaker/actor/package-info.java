/**
 * The speaker's part in the cluster. One actor per actor system; what announces lives outside it.
 */
@NullMarked
package io.fairlead.speaker.actor;

import org.jspecify.annotations.NullMarked;
