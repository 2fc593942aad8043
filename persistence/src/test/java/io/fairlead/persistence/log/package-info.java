@NullMarked
package io.fairlead.persistence.log;

import org.jspecify.annotations.NullMarked;
