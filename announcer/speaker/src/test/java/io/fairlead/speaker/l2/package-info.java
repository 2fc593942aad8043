@NullMarked
package io.fairlead.speaker.l2;

import org.jspecify.annotations.NullMarked;
