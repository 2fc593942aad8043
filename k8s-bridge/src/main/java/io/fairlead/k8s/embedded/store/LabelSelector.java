package io.fairlead.k8s.embedded.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.StreamSupport;

/**
 * The selector that objects carry in themselves: {@code matchLabels} and {@code matchExpressions}.
 */
public final class LabelSelector {
  private LabelSelector() {}

  /**
   * Whether the labels satisfy all terms; an empty or missing selector takes everything.
   *
   * @param labels an object of texts, or a missing node
   */
  public static boolean matches(JsonNode selector, JsonNode labels) {
    return selector.path("matchLabels").properties().stream()
            .allMatch(term -> term.getValue().equals(labels.get(term.getKey())))
        && StreamSupport.stream(selector.path("matchExpressions").spliterator(), false)
            .allMatch(term -> holds(term, labels.path(term.path("key").asText())));
  }

  /** A label that is missing is in no set. */
  private static boolean holds(JsonNode term, JsonNode label) {
    boolean isThere = label.isTextual();
    boolean isListed =
        isThere
            && StreamSupport.stream(term.path("values").spliterator(), false)
                .anyMatch(label::equals);
    return switch (term.path("operator").asText()) {
      case "In" -> isListed;
      case "NotIn" -> !isListed;
      case "Exists" -> isThere;
      case "DoesNotExist" -> !isThere;
      default -> false;
    };
  }
}
