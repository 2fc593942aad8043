@NullMarked
package io.fairlead.speaker.plan;

import org.jspecify.annotations.NullMarked;
