package io.fairlead.k8s.embedded.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.k8s.embedded.http.ApiFault;
import io.fairlead.k8s.embedded.json.Json;
import io.fairlead.k8s.embedded.kinds.ServedKind;
import io.fairlead.k8s.embedded.store.ObjectStore;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Asks the validating webhooks that ValidatingWebhookConfigurations name. Selectors, match
 * conditions and the conversion of {@code matchPolicy: Equivalent} are not evaluated: a rule
 * matches by group, version, resource and operation alone.
 */
final class Admission {
  private static final String CONFIGURATIONS =
      "validatingwebhookconfigurations.admissionregistration.k8s.io";
  private static final String REVIEW = "admission.k8s.io/v1";
  private static final int BAD_REQUEST = 400;

  private final ObjectStore store;

  Admission(ObjectStore store) {
    this.store = store;
  }

  /** Whether anybody is to be asked; a change that concerns nobody takes no detour. */
  boolean concerns(Write write, String operation) {
    return !webhooks(write, operation).isEmpty();
  }

  /**
   * Asks all of them, outside of the store's lock.
   *
   * @throws ApiFault one of them denies, or does not answer and its failurePolicy is Fail
   */
  void review(
      Write write, String operation, @Nullable ObjectNode before, @Nullable ObjectNode after) {
    for (JsonNode webhook : webhooks(write, operation)) {
      String name = Json.text(webhook, "name");
      try {
        judge(write, name, WebhookCall.post(webhook, request(write, operation, before, after)));
      } catch (IOException e) {
        if (!Json.text(webhook, "failurePolicy").equals("Ignore")) {
          throw ApiFault.internal("failed calling webhook \"" + name + "\": " + e.getMessage());
        }
      }
    }
  }

  private List<JsonNode> webhooks(Write write, String operation) {
    return store.snapshot(CONFIGURATIONS).objects().values().stream()
        .flatMap(configuration -> stream(configuration.path("webhooks")))
        .filter(
            webhook -> stream(webhook.path("rules")).anyMatch(it -> takes(it, write, operation)))
        .toList();
  }

  private static boolean takes(JsonNode rule, Write write, String operation) {
    ServedKind kind = write.kind();
    String resource =
        write.subresource().isEmpty() ? kind.plural() : kind.plural() + "/" + write.subresource();
    return lists(rule.path("apiGroups"), kind.group())
        && lists(rule.path("apiVersions"), kind.version())
        && lists(rule.path("operations"), operation)
        && lists(rule.path("resources"), resource)
        && isDepthRight(rule, write);
  }

  /** A plain star takes no subresources. */
  private static boolean isDepthRight(JsonNode rule, Write write) {
    return write.subresource().isEmpty()
        || stream(rule.path("resources")).anyMatch(it -> it.asText().contains("/"));
  }

  private static boolean lists(JsonNode list, String value) {
    return stream(list)
        .map(JsonNode::asText)
        .anyMatch(it -> it.equals("*") || it.equals("*/*") || it.equals(value));
  }

  private static Stream<JsonNode> stream(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  private static ObjectNode request(
      Write write, String operation, @Nullable ObjectNode before, @Nullable ObjectNode after) {
    ServedKind kind = write.kind();
    ObjectNode review = Json.object().put("kind", "AdmissionReview").put("apiVersion", REVIEW);
    ObjectNode request = review.putObject("request").put("uid", UUID.randomUUID().toString());
    request
        .putObject("kind")
        .put("group", kind.group())
        .put("version", kind.version())
        .put("kind", kind.kind());
    request
        .putObject("resource")
        .put("group", kind.group())
        .put("version", kind.version())
        .put("resource", kind.plural());
    if (!write.subresource().isEmpty()) {
      request.put("subResource", write.subresource());
    }
    ObjectNode named = after == null ? before : after;
    request
        .put("name", named == null ? write.name() : Json.text(named, "metadata", "name"))
        .put("namespace", write.namespace())
        .put("operation", operation)
        .put("dryRun", write.dryRun());
    request.putObject("userInfo").put("username", "kubernetes-admin");
    if (after != null) {
      request.set("object", kind.view(after));
    }
    if (before != null) {
      request.set("oldObject", kind.view(before));
    }
    return review;
  }

  private static void judge(Write write, String name, JsonNode answer) throws IOException {
    JsonNode response = answer.path("response");
    if (!Json.text(answer, "apiVersion").equals(REVIEW) || !response.path("allowed").isBoolean()) {
      throw new IOException("the answer is no AdmissionReview of " + REVIEW);
    }
    stream(response.path("warnings")).map(JsonNode::asText).forEach(write.warnings()::add);
    if (!response.path("allowed").asBoolean()) {
      JsonNode status = response.path("status");
      String why = Json.text(status, "message");
      throw ApiFault.denied(
          status.path("code").asInt(BAD_REQUEST),
          Json.text(status, "reason"),
          "admission webhook \""
              + name
              + "\" denied the request"
              + (why.isEmpty() ? " without explanation" : ": " + why));
    }
  }
}
