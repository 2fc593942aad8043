@NullMarked
package io.fairlead.speaker;

import org.jspecify.annotations.NullMarked;
