@NullMarked
package io.fairlead.speaker.table;

import org.jspecify.annotations.NullMarked;
