@NullMarked
package io.fairlead.persistence.journal;

import org.jspecify.annotations.NullMarked;
