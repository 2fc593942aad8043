@NullMarked
package io.fairlead.membership;

import org.jspecify.annotations.NullMarked;
