package io.fairlead.k8s.embedded.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.k8s.embedded.http.ApiFault;
import io.fairlead.k8s.embedded.json.Json;
import io.fairlead.k8s.embedded.kinds.KindRegistry;
import io.fairlead.k8s.embedded.kinds.ServedKind;
import io.fairlead.k8s.embedded.store.ObjectName;
import io.fairlead.k8s.embedded.store.ObjectStore;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Asks the validating webhooks that ValidatingWebhookConfigurations name: by rules, selectors and
 * matchPolicy. One with matchConditions, which are CEL, counts as one that does not answer.
 */
final class Admission {
  private static final String CONFIGURATIONS =
      "validatingwebhookconfigurations.admissionregistration.k8s.io";
  private static final String NAMESPACES = "namespaces.";
  private static final String REVIEW = "admission.k8s.io/v1";
  private static final int BAD_REQUEST = 400;

  private final ObjectStore store;
  private final KindRegistry registry;
  private final WebhookCall call;

  Admission(ObjectStore store, KindRegistry registry) {
    this.store = store;
    this.registry = registry;
    this.call = new WebhookCall(store);
  }

  /**
   * A webhook that wants to know.
   *
   * @param shown the version in which it wants to see the object
   */
  private record Asked(JsonNode webhook, ServedKind shown) {
    String name() {
      return Json.text(webhook, "name");
    }

    boolean mayBeAway() {
      return Json.text(webhook, "failurePolicy").equals("Ignore");
    }
  }

  /** Whether anybody is to be asked; a change that concerns nobody takes no detour. */
  boolean concerns(Write write, String operation) {
    return !asked(write, operation).isEmpty();
  }

  /**
   * Asks all of them, outside of the store's lock.
   *
   * @throws ApiFault one of them denies, or does not answer and its failurePolicy is Fail
   */
  void review(
      Write write, String operation, @Nullable ObjectNode before, @Nullable ObjectNode after) {
    JsonNode namespace = namespace(write, before, after);
    for (Asked asked : asked(write, operation)) {
      if (!WebhookMatch.selects(asked.webhook(), namespace, before, after)) {
        continue;
      }
      try {
        if (Json.present(asked.webhook().path("matchConditions"))) {
          throw new IOException("matchConditions are not evaluated by this API server");
        }
        var request = request(write, asked.shown(), operation, before, after);
        judge(write, asked.name(), call.post(asked.webhook(), request));
      } catch (IOException e) {
        if (!asked.mayBeAway()) {
          throw ApiFault.internal(
              "failed calling webhook \"" + asked.name() + "\": " + e.getMessage());
        }
      }
    }
  }

  private List<Asked> asked(Write write, String operation) {
    List<ServedKind> versions = versions(write.kind());
    return store.snapshot(CONFIGURATIONS).objects().values().stream()
        .flatMap(configuration -> stream(configuration.path("webhooks")))
        .flatMap(
            webhook ->
                WebhookMatch.wanted(webhook, write, operation, versions)
                    .map(kind -> new Asked(webhook, kind))
                    .stream())
        .toList();
  }

  private List<ServedKind> versions(ServedKind kind) {
    return registry.kinds().filter(each -> each.resource().equals(kind.resource())).toList();
  }

  /** The namespace by whose labels the change is selected; null for what is in none. */
  private @Nullable JsonNode namespace(
      Write write, @Nullable ObjectNode before, @Nullable ObjectNode after) {
    if (write.kind().resource().equals(NAMESPACES)) {
      return after == null ? before : after;
    }
    return write.namespace().isEmpty()
        ? null
        : store.find(NAMESPACES, new ObjectName("", write.namespace()));
  }

  private static Stream<JsonNode> stream(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  private static ObjectNode request(
      Write write,
      ServedKind kind,
      String operation,
      @Nullable ObjectNode before,
      @Nullable ObjectNode after) {
    ObjectNode review = Json.object().put("kind", "AdmissionReview").put("apiVersion", REVIEW);
    ObjectNode request = review.putObject("request").put("uid", UUID.randomUUID().toString());
    name(request, "kind", "resource", kind);
    name(request, "requestKind", "requestResource", write.kind());
    if (!write.subresource().isEmpty()) {
      request.put("subResource", write.subresource());
      request.put("requestSubResource", write.subresource());
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

  private static void name(ObjectNode request, String ofKind, String ofResource, ServedKind kind) {
    request
        .putObject(ofKind)
        .put("group", kind.group())
        .put("version", kind.version())
        .put("kind", kind.kind());
    request
        .putObject(ofResource)
        .put("group", kind.group())
        .put("version", kind.version())
        .put("resource", kind.plural());
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
