@NullMarked
package io.fairlead.persistence.schema;

import org.jspecify.annotations.NullMarked;
