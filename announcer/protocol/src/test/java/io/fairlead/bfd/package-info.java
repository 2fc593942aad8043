@NullMarked
package io.fairlead.bfd;

import org.jspecify.annotations.NullMarked;
