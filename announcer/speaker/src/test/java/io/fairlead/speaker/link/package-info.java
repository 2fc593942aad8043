@NullMarked
package io.fairlead.speaker.link;

import org.jspecify.annotations.NullMarked;
