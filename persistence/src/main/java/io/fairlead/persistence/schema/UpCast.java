package io.fairlead.persistence.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Carries the JSON of one version of a type to the next. It may change the tree it is given; {@code
 * n} and {@code at} stay as they are.
 */
@FunctionalInterface
public interface UpCast {
  ObjectNode apply(ObjectNode older);
}
