package io.fairlead.k8s.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.config.ConfigFault;
import io.fairlead.k8s.crd.BFDProfile;
import io.fairlead.k8s.translate.ConfigInput;
import io.fairlead.k8s.translate.ConfigReview;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** From the text of an AdmissionReview v1 to the text of its answer. */
final class Reviewer {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String API_VERSION = "admission.k8s.io/v1";
  private static final int MESSAGE_MAX = 2_000;

  private final String namespace;
  private final Supplier<ConfigInput> existing;

  /**
   * @param namespace the only one whose objects are read
   * @param existing all objects as they are stored now
   */
  Reviewer(String namespace, Supplier<ConfigInput> existing) {
    this.namespace = namespace;
    this.existing = existing;
  }

  /**
   * Judges.
   *
   * @throws IOException when the body is no AdmissionReview; the message says why
   */
  byte[] review(ReviewedKind kind, byte[] body) throws IOException {
    JsonNode review = parse(body);
    JsonNode request = review.path("request");
    String uid = request.path("uid").asText();
    if (!review.path("apiVersion").asText().equals(API_VERSION) || uid.isEmpty()) {
      throw new IOException("the body is no AdmissionReview of " + API_VERSION + " with a request");
    }
    var response = JSON.createObjectNode();
    response.put("uid", uid);
    var refusals = refusals(kind, request);
    response.put("allowed", refusals.isEmpty());
    if (!refusals.isEmpty()) {
      var status = response.putObject("status");
      status.put("code", 403);
      status.put("message", message(refusals));
    }
    warn(request, response);
    var answer = JSON.createObjectNode();
    answer.put("apiVersion", API_VERSION);
    answer.put("kind", "AdmissionReview");
    answer.set("response", response);
    return JSON.writeValueAsBytes(answer);
  }

  private static JsonNode parse(byte[] body) throws IOException {
    try {
      var node = JSON.readTree(body);
      if (node == null || !node.isObject()) {
        throw new IOException("the body is no JSON object");
      }
      return node;
    } catch (JsonProcessingException e) {
      throw new IOException("the body is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  private List<String> refusals(ReviewedKind kind, JsonNode request) throws IOException {
    String operation = request.path("operation").asText();
    return switch (operation) {
      case "CREATE", "UPDATE" -> ofChange(kind, request, operation);
      case "DELETE" -> ofDeletion(kind, request);
      default -> List.of();
    };
  }

  private List<String> ofChange(ReviewedKind kind, JsonNode request, String operation)
      throws IOException {
    boolean elsewhere = !request.path("namespace").asText().equals(namespace);
    if (elsewhere && operation.equals("CREATE")) {
      return List.of("resource must be created in " + namespace + " namespace");
    }
    // An object that is on its way out, or whose spec stays, is nobody's to refuse.
    boolean leaving = request.path("object").path("metadata").has("deletionTimestamp");
    boolean sameSpec =
        operation.equals("UPDATE")
            && request.path("object").path("spec").equals(request.path("oldObject").path("spec"));
    if (elsewhere || leaving || sameSpec) {
      return List.of();
    }
    var object = JSON.treeToValue(request.path("object"), kind.type());
    if (object == null || object.getMetadata() == null) {
      throw new IOException("the request holds no object");
    }
    return ConfigReview.ofChange(existing.get(), object).stream().map(Reviewer::sentence).toList();
  }

  private List<String> ofDeletion(ReviewedKind kind, JsonNode request) throws IOException {
    if (kind != ReviewedKind.BFD_PROFILE || !request.path("namespace").asText().equals(namespace)) {
      return List.of();
    }
    var profile = new BFDProfile();
    profile.getMetadata().setName(request.path("name").asText());
    return ConfigReview.ofDeletion(existing.get(), profile);
  }

  private static String sentence(ConfigFault fault) {
    return fault.where() + ": " + fault.why() + " (" + fault.rule().id() + ")";
  }

  private static String message(List<String> refusals) {
    String all = refusals.stream().collect(Collectors.joining("; "));
    return all.length() <= MESSAGE_MAX ? all : all.substring(0, MESSAGE_MAX) + "…";
  }

  private static void warn(JsonNode request, ObjectNode response) {
    if (request.path("object").path("spec").path("disableMP").asBoolean()) {
      response.putArray("warnings").add("spec.disableMP is deprecated and has no effect");
    }
  }
}
