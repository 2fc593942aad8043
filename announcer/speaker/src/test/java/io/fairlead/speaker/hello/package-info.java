@NullMarked
package io.fairlead.speaker.hello;

import org.jspecify.annotations.NullMarked;
