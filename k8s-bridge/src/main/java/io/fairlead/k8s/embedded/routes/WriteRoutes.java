package io.fairlead.k8s.embedded.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;
import io.fairlead.k8s.embedded.http.ApiFault;
import io.fairlead.k8s.embedded.http.ApiFault.Cause;
import io.fairlead.k8s.embedded.http.ApiReply;
import io.fairlead.k8s.embedded.http.ApiRequest;
import io.fairlead.k8s.embedded.json.Json;
import io.fairlead.k8s.embedded.kinds.ServedKind;
import io.fairlead.k8s.embedded.patch.MergePatch;
import io.fairlead.k8s.embedded.patch.StrategicPatch;
import io.fairlead.k8s.embedded.store.ObjectName;
import io.fairlead.k8s.embedded.store.ObjectStore;
import io.fairlead.k8s.embedded.store.Selection;
import io.fairlead.k8s.embedded.view.Representation;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Create, update, patch and delete. */
final class WriteRoutes {
  private final ObjectStore store;
  private final ObjectWriter writer;
  private final Removal removal;
  private final Clock clock;
  private final Admission admission;

  WriteRoutes(
      ObjectStore store, Admission admission, ObjectWriter writer, Removal removal, Clock clock) {
    this.store = store;
    this.admission = admission;
    this.writer = writer;
    this.removal = removal;
    this.clock = clock;
  }

  ApiReply create(ResourcePath path, ApiRequest request) {
    Write write = Write.of(path, request);
    if (!path.name().isEmpty()) {
      throw ApiFault.methodNotAllowed();
    }
    if (write.kind().namespaced() && write.namespace().isEmpty()) {
      throw ApiFault.methodNotAllowed();
    }
    ObjectNode body = Decoding.object(Decoding.body(request));
    Outcome outcome =
        admitted(write, "CREATE", it -> new Outcome(null, writer.create(it, body.deepCopy())));
    return reply(201, write, request, outcome.after());
  }

  /**
   * A change, before and after.
   *
   * @param before null for a new object
   */
  private record Outcome(@Nullable ObjectNode before, ObjectNode after) {}

  /**
   * Performs the change when nobody denies it. What it would come to is worked out first and shown
   * to the webhooks outside of the lock, where everybody else can go on.
   */
  private Outcome admitted(Write write, String operation, Function<Write, Outcome> change) {
    if (admission.concerns(write, operation)) {
      Outcome draft = store.locked(() -> change.apply(write.draft()));
      String actual = draft.before() == null ? "CREATE" : "UPDATE";
      admission.review(write, actual, draft.before(), draft.after());
    }
    return store.locked(() -> change.apply(write));
  }

  ApiReply update(ResourcePath path, ApiRequest request) {
    Write write = Write.of(path, request);
    ObjectNode body = Decoding.object(Decoding.body(request));
    Outcome outcome =
        admitted(
            write,
            "UPDATE",
            it -> {
              ObjectNode before = require(write);
              if (write.kind().custom()
                  && Json.text(body, "metadata", "resourceVersion").isEmpty()) {
                throw invalid(
                    write,
                    Cause.invalid(
                        "metadata.resourceVersion", "0x0", "must be specified for an update"));
              }
              return new Outcome(before, writer.update(it, before, body.deepCopy()));
            });
    return reply(200, write, request, outcome.after());
  }

  ApiReply patch(ResourcePath path, ApiRequest request) {
    Write write = Write.of(path, request);
    JsonNode body = Decoding.body(request);
    String type = request.contentType().split(";", 2)[0].trim();
    if (type.equals("application/apply-patch+yaml")) {
      return apply(write, request, Decoding.object(body));
    }
    Outcome outcome =
        admitted(
            write,
            "UPDATE",
            it -> {
              ObjectNode before = require(write);
              return new Outcome(
                  before, writer.update(it, before, patched(write, type, before, body)));
            });
    return reply(200, write, request, outcome.after());
  }

  ApiReply delete(ResourcePath path, ApiRequest request) {
    Write write = Write.of(path, request);
    JsonNode options = request.body().isEmpty() ? Json.object() : Decoding.body(request);
    boolean dryRun = write.dryRun() || Json.present(options.path("dryRun"));
    ObjectName name = path.objectName();
    if (admission.concerns(write, "DELETE")) {
      admission.review(write, "DELETE", store.locked(() -> require(write)), null);
    }
    ObjectNode result =
        store.locked(
            () -> {
              ObjectNode before = require(write);
              checkPreconditions(write, options.path("preconditions"), before);
              return dryRun ? before : removal.delete(write.kind(), name, before);
            });
    if (Json.at(result, "metadata").has("deletionTimestamp")) {
      return reply(200, write, request, result);
    }
    ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1");
    status.putObject("metadata");
    status.put("status", "Success");
    ObjectNode details = status.putObject("details").put("name", path.name());
    if (!write.kind().group().isEmpty()) {
      details.put("group", write.kind().group());
    }
    details.put("kind", write.kind().plural()).put("uid", Json.text(result, "metadata", "uid"));
    return ApiReply.json(200, status, write.warnings());
  }

  ApiReply deleteCollection(ResourcePath path, ApiRequest request) {
    Write write = Write.of(path, request);
    Selection selection = ReadRoutes.selection(path, request);
    ServedKind kind = write.kind();
    if (admission.concerns(write, "DELETE")) {
      matching(kind, selection)
          .forEach(
              (name, object) -> admission.review(write.named(name.name()), "DELETE", object, null));
    }
    List<ObjectNode> deleted =
        store.locked(
            () ->
                matching(kind, selection).entrySet().stream()
                    .map(
                        each ->
                            write.dryRun()
                                ? each.getValue()
                                : removal.delete(kind, each.getKey(), each.getValue()))
                    .toList());
    ObjectNode metadata = Json.object().put("resourceVersion", Long.toString(store.revision()));
    List<ObjectNode> items = deleted.stream().map(kind::view).toList();
    return ApiReply.json(
        200, Representation.of(request, clock).list(kind, metadata, items), write.warnings());
  }

  private Map<ObjectName, ObjectNode> matching(ServedKind kind, Selection selection) {
    var matching = new LinkedHashMap<ObjectName, ObjectNode>();
    store
        .snapshot(kind.resource())
        .objects()
        .forEach(
            (name, object) -> {
              if (selection.matches(name, object)) {
                matching.put(name, object);
              }
            });
    return matching;
  }

  private ApiReply apply(Write write, ApiRequest request, ObjectNode applied) {
    if (request.query("fieldManager").isEmpty()) {
      throw ApiFault.badRequest(
          "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for"
              + " apply patch");
    }
    Json.metadata(applied).put("name", write.name());
    ObjectName name = new ObjectName(write.namespace(), write.name());
    boolean isThere = store.find(write.kind().resource(), name) != null;
    Outcome outcome =
        admitted(
            write,
            isThere ? "UPDATE" : "CREATE",
            it -> {
              ObjectNode before = store.find(write.kind().resource(), name);
              if (before == null && !write.subresource().isEmpty()) {
                throw write.notFound();
              }
              ObjectNode live = before == null ? null : write.kind().view(before);
              return new Outcome(live, writer.apply(it, live, applied.deepCopy()));
            });
    return reply(outcome.before() == null ? 201 : 200, write, request, outcome.after());
  }

  private static ObjectNode patched(Write write, String type, ObjectNode before, JsonNode patch) {
    ObjectNode target = before.deepCopy();
    try {
      switch (type) {
        case "application/json-patch+json" -> {
          return Decoding.object(JsonPatch.apply(patch, target));
        }
        case "application/merge-patch+json" -> MergePatch.apply(target, Decoding.object(patch));
        case "application/strategic-merge-patch+json" -> {
          if (write.kind().custom()) {
            throw ApiFault.unsupportedMediaType(type);
          }
          StrategicPatch.apply(target, Decoding.object(patch), write.kind().mergeRules());
        }
        default -> throw ApiFault.unsupportedMediaType(type);
      }
    } catch (JsonPatchException e) {
      throw invalid(
          write,
          new Cause(
              "FieldValueInvalid",
              "patch",
              "the server rejected our request due to an error in our request: " + e.getMessage()));
    } catch (IllegalArgumentException e) {
      throw ApiFault.badRequest(String.valueOf(e.getMessage()));
    }
    return target;
  }

  private static void checkPreconditions(Write write, JsonNode wanted, ObjectNode object) {
    for (String field : List.of("uid", "resourceVersion")) {
      String value = Json.text(wanted, field);
      String actual = Json.text(object, "metadata", field);
      if (!value.isEmpty() && !value.equals(actual)) {
        throw write.conflict(
            "the " + field + " in the precondition (" + value + ") does not match " + actual);
      }
    }
  }

  /** The live object, in the version that the client speaks. */
  private ObjectNode require(Write write) {
    ObjectName name = new ObjectName(write.namespace(), write.name());
    ObjectNode object = store.find(write.kind().resource(), name);
    if (object == null) {
      throw write.notFound();
    }
    return write.kind().view(object);
  }

  private static ApiFault invalid(Write write, Cause cause) {
    return ApiFault.invalid(
        write.kind().group(), write.kind().kind(), write.name(), List.of(cause));
  }

  private ApiReply reply(int code, Write write, ApiRequest request, ObjectNode object) {
    ServedKind kind = write.kind();
    ObjectNode shown = Representation.of(request, clock).one(kind, kind.view(object));
    return ApiReply.json(code, shown, write.warnings());
  }
}
