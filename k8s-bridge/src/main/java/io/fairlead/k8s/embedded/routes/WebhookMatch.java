package io.fairlead.k8s.embedded.routes;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.k8s.embedded.json.Json;
import io.fairlead.k8s.embedded.kinds.ServedKind;
import io.fairlead.k8s.embedded.store.LabelSelector;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Which changes a webhook is asked about (Kubernetes, "Dynamic Admission Control": rules,
 * matchPolicy, selectors).
 */
final class WebhookMatch {
  private static final String REGISTRATION = "admissionregistration.k8s.io";

  private WebhookMatch() {}

  /**
   * The version in which the webhook wants to see the object, or none when its rules do not take
   * the change. A rule that names the request's own version comes before an equivalent one.
   *
   * @param versions all in which the object is served
   */
  static Optional<ServedKind> wanted(
      JsonNode webhook, Write write, String operation, Collection<ServedKind> versions) {
    if (write.kind().group().equals(REGISTRATION)) {
      // A webhook that could keep its own configuration from being repaired.
      return Optional.empty();
    }
    if (takes(webhook, write, operation, write.kind())) {
      return Optional.of(write.kind());
    }
    return Json.text(webhook, "matchPolicy").equals("Exact")
        ? Optional.empty()
        : versions.stream().filter(kind -> takes(webhook, write, operation, kind)).findFirst();
  }

  private static boolean takes(JsonNode webhook, Write write, String operation, ServedKind kind) {
    return stream(webhook.path("rules"))
        .anyMatch(
            rule ->
                lists(rule.path("apiGroups"), kind.group())
                    && lists(rule.path("apiVersions"), kind.version())
                    && lists(rule.path("operations"), operation)
                    && stream(rule.path("resources"))
                        .anyMatch(it -> isOf(it.asText(), kind.plural(), write.subresource()))
                    && isInScope(Json.text(rule, "scope"), write.namespace()));
  }

  /** {@code pods}, {@code pods/status}, with a star in either place; a plain star is no slash. */
  private static boolean isOf(String pattern, String plural, String subresource) {
    List<String> parts = List.of(pattern.split("/", 2));
    String sub = parts.size() > 1 ? parts.get(1) : "";
    return (parts.getFirst().equals("*") || parts.getFirst().equals(plural))
        && (sub.equals("*") || sub.equals(subresource));
  }

  private static boolean isInScope(String scope, String namespace) {
    return switch (scope) {
      case "Cluster" -> namespace.isEmpty();
      case "Namespaced" -> !namespace.isEmpty();
      default -> true;
    };
  }

  /**
   * Whether both selectors take the change. An object is taken when it was or will be what the
   * selector wants; what is not in a namespace is taken by every namespaceSelector.
   *
   * @param namespace the object's own, or the object when it is a namespace; null for neither
   */
  static boolean selects(
      JsonNode webhook,
      @Nullable JsonNode namespace,
      @Nullable JsonNode before,
      @Nullable JsonNode after) {
    JsonNode selector = webhook.path("objectSelector");
    return (namespace == null || isSelected(webhook.path("namespaceSelector"), namespace))
        && (!Json.present(selector) || isSelected(selector, before) || isSelected(selector, after));
  }

  private static boolean isSelected(JsonNode selector, @Nullable JsonNode object) {
    return object != null && LabelSelector.matches(selector, Json.at(object, "metadata", "labels"));
  }

  private static boolean lists(JsonNode list, String value) {
    return stream(list).map(JsonNode::asText).anyMatch(it -> it.equals("*") || it.equals(value));
  }

  private static Stream<JsonNode> stream(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }
}
