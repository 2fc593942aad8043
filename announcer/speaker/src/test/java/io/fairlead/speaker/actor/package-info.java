@NullMarked
package io.fairlead.speaker.actor;

import org.jspecify.annotations.NullMarked;
