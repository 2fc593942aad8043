package io.fairlead.k8s.embedded.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.k8s.embedded.http.ApiFault.Cause;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the server itself does with objects of one kind; {@code before} is null for new ones. */
public interface KindRules {
  /** A kind that is only stored. */
  KindRules NONE = new KindRules() {};

  /** Fills in defaults; these count as written by the client. */
  default void fill(ObjectNode object, @Nullable ObjectNode before) {}

  /** Gives out what only the server can: addresses, ports. */
  default void allocate(ObjectNode object, @Nullable ObjectNode before, List<Cause> causes) {}

  /** Adds every fault of the object to {@code causes}. */
  default void check(ObjectNode object, @Nullable ObjectNode before, List<Cause> causes) {}

  /** Fills in defaults of the status, on a write to the status subresource. */
  default void fillStatus(ObjectNode object) {}

  default void checkStatus(ObjectNode object, List<Cause> causes) {}

  /** Gives a new object the status it starts with, unless it keeps the client's. */
  default void startStatus(ObjectNode object) {
    object.remove("status");
  }
}
