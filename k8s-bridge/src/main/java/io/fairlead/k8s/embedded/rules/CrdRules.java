package io.fairlead.k8s.embedded.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.k8s.embedded.http.ApiFault.Cause;
import io.fairlead.k8s.embedded.json.Json;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** CustomResourceDefinitions: names, versions, and the conditions that say the kind is served. */
public final class CrdRules implements KindRules {
  private final Clock clock;

  public CrdRules(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void fill(ObjectNode crd, @Nullable ObjectNode before) {
    ObjectNode spec = Json.child(crd, "spec");
    ObjectNode names = Json.child(spec, "names");
    String kind = Json.text(names, "kind");
    Json.setDefault(names, "singular", kind.toLowerCase(Locale.ROOT));
    Json.setDefault(names, "listKind", kind + "List");
    Json.setDefault(Json.child(spec, "conversion"), "strategy", "None");
    if (before != null) {
      establish(crd, before);
    }
  }

  @Override
  public void check(ObjectNode crd, @Nullable ObjectNode before, List<Cause> causes) {
    JsonNode spec = crd.path("spec");
    String wanted = Json.text(spec, "names", "plural") + "." + Json.text(spec, "group");
    String name = Json.text(crd, "metadata", "name");
    if (!name.equals(wanted)) {
      causes.add(
          Cause.invalid("metadata.name", name, "must be spec.names.plural+\".\"+spec.group"));
    }
    for (String field : List.of("kind", "plural")) {
      if (Json.text(spec, "names", field).isEmpty()) {
        causes.add(Cause.required("spec.names." + field, ""));
      }
    }
    if (!List.of("Cluster", "Namespaced").contains(Json.text(spec, "scope"))) {
      causes.add(
          Cause.unsupported(
              "spec.scope", Json.text(spec, "scope"), List.of("Cluster", "Namespaced")));
    }
    int stored = 0;
    JsonNode versions = spec.path("versions");
    for (int i = 0; i < versions.size(); i++) {
      stored += versions.get(i).path("storage").asBoolean() ? 1 : 0;
      if (!Json.at(versions.get(i), "schema", "openAPIV3Schema").isObject()) {
        causes.add(
            Cause.required(
                "spec.versions[" + i + "].schema.openAPIV3Schema", "schemas are required"));
      }
    }
    if (stored != 1) {
      causes.add(
          Cause.invalid(
              "spec.versions", stored, "must have exactly one version marked as storage version"));
    }
    checkConversion(spec.path("conversion"), causes);
    if (before != null && !spec.path("scope").equals(before.path("spec").path("scope"))) {
      causes.add(Cause.invalid("spec.scope", Json.text(spec, "scope"), "field is immutable"));
    }
  }

  /** Who leaves a webhook behind a strategy that has none is refused, as in Kubernetes. */
  private static void checkConversion(JsonNode conversion, List<Cause> causes) {
    String strategy = Json.text(conversion, "strategy");
    JsonNode webhook = conversion.path("webhook");
    var parts =
        Map.of(
            "webhookClientConfig", webhook.path("clientConfig"),
            "conversionReviewVersions", webhook.path("conversionReviewVersions"));
    if (!List.of("None", "Webhook").contains(strategy)) {
      causes.add(
          Cause.unsupported("spec.conversion.strategy", strategy, List.of("None", "Webhook")));
    }
    for (var part : new TreeMap<>(parts).entrySet()) {
      String field = "spec.conversion." + part.getKey();
      boolean isThere = !part.getValue().isMissingNode() && !part.getValue().isNull();
      if (strategy.equals("Webhook") && !isThere) {
        causes.add(Cause.required(field, "required when strategy is set to Webhook"));
      } else if (!strategy.equals("Webhook") && isThere) {
        causes.add(Cause.forbidden(field, "should not be set when strategy is not set to Webhook"));
      }
    }
  }

  @Override
  public void startStatus(ObjectNode crd) {
    crd.remove("status");
    establish(crd, Json.object());
  }

  private void establish(ObjectNode crd, ObjectNode before) {
    ObjectNode status = Json.child(crd, "status");
    status.set("acceptedNames", Json.at(crd, "spec", "names").deepCopy());
    if (Json.at(before, "status", "conditions").isEmpty()) {
      ArrayNode conditions = status.putArray("conditions");
      condition(conditions, "NamesAccepted", "NoConflicts", "no conflicts found");
      condition(
          conditions,
          "Established",
          "InitialNamesAccepted",
          "the initial names have been accepted");
    }
    ArrayNode stored = status.putArray("storedVersions");
    Json.at(before, "status", "storedVersions").forEach(stored::add);
    for (JsonNode version : Json.at(crd, "spec", "versions")) {
      if (version.path("storage").asBoolean() && !contains(stored, version.path("name"))) {
        stored.add(version.path("name"));
      }
    }
  }

  private void condition(ArrayNode conditions, String type, String reason, String message) {
    String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    conditions
        .addObject()
        .put("type", type)
        .put("status", "True")
        .put("lastTransitionTime", now)
        .put("reason", reason)
        .put("message", message);
  }

  private static boolean contains(ArrayNode list, JsonNode value) {
    for (JsonNode item : list) {
      if (item.equals(value)) {
        return true;
      }
    }
    return false;
  }
}
