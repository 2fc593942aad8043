@NullMarked
package io.fairlead.election;

import org.jspecify.annotations.NullMarked;
