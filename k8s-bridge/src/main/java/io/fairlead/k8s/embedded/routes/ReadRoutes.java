package io.fairlead.k8s.embedded.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.k8s.embedded.http.ApiFault;
import io.fairlead.k8s.embedded.http.ApiReply;
import io.fairlead.k8s.embedded.http.ApiRequest;
import io.fairlead.k8s.embedded.json.Json;
import io.fairlead.k8s.embedded.kinds.ServedKind;
import io.fairlead.k8s.embedded.store.ObjectName;
import io.fairlead.k8s.embedded.store.ObjectStore;
import io.fairlead.k8s.embedded.store.RevisionGoneException;
import io.fairlead.k8s.embedded.store.Selection;
import io.fairlead.k8s.embedded.store.Snapshot;
import io.fairlead.k8s.embedded.view.Representation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Get, list and watch. */
final class ReadRoutes {
  private static final long WATCH_SECONDS_DEFAULT = 1_800;

  private final ObjectStore store;
  private final Clock clock;

  ReadRoutes(ObjectStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  ApiReply get(ResourcePath path, ApiRequest request) {
    ServedKind kind = path.kind();
    ObjectNode object = store.find(kind.resource(), path.objectName());
    if (object == null) {
      throw ApiFault.notFound(kind.group(), kind.plural(), path.name());
    }
    var representation = Representation.of(request, clock);
    return ApiReply.json(200, representation.one(kind, kind.view(object)), warnings(kind));
  }

  ApiReply list(ResourcePath path, ApiRequest request) {
    ServedKind kind = path.kind();
    Selection selection = selection(path, request);
    Page page = page(kind, selection, request);
    ObjectNode metadata = Json.object().put("resourceVersion", Long.toString(page.revision));
    if (!page.next.isEmpty()) {
      metadata.put("continue", page.next);
      if (selection.terms().isEmpty()) {
        metadata.put("remainingItemCount", page.remaining);
      }
    }
    List<ObjectNode> items = page.items.stream().map(kind::view).toList();
    var representation = Representation.of(request, clock);
    return ApiReply.json(200, representation.list(kind, metadata, items), warnings(kind));
  }

  ApiReply watch(ResourcePath path, ApiRequest request) {
    ServedKind kind = path.kind();
    Selection selection = selection(path, request);
    long seconds = number(request, "timeoutSeconds", WATCH_SECONDS_DEFAULT);
    boolean initial = request.flag("sendInitialEvents");
    long after = number(request, "resourceVersion", 0);
    long current = store.revision();
    if (after > current) {
      throw ApiFault.tooLargeVersion(after, current);
    }
    var options = new WatchSession.Options(after, request.flag("allowWatchBookmarks"), initial);
    var representation = Representation.of(request, clock);
    return new ApiReply.Stream(
        new WatchSession(store, kind, selection, options, representation), seconds);
  }

  static Selection selection(ResourcePath path, ApiRequest request) {
    String fields = request.query("fieldSelector");
    if (!path.name().isEmpty()) {
      fields = "metadata.name=" + path.name();
    }
    try {
      return Selection.of(
          path.namespace(), request.query("labelSelector"), fields, path.kind().fieldLabels());
    } catch (IllegalArgumentException e) {
      throw ApiFault.badRequest(String.valueOf(e.getMessage()));
    }
  }

  private record Page(long revision, List<ObjectNode> items, String next, long remaining) {}

  private Page page(ServedKind kind, Selection selection, ApiRequest request) {
    long limit = number(request, "limit", 0);
    String token = request.query("continue");
    ObjectName from = new ObjectName("", "");
    Snapshot snapshot;
    if (token.isEmpty()) {
      snapshot = freshEnough(kind, request);
    } else {
      JsonNode place = decode(token);
      from = new ObjectName(Json.text(place, "namespace"), Json.text(place, "name"));
      snapshot = at(kind, place.path("revision").asLong());
    }
    List<ObjectNode> items = new ArrayList<>();
    ObjectName last = from;
    long left = 0;
    for (Map.Entry<ObjectName, ObjectNode> entry :
        snapshot.objects().tailMap(from, false).entrySet()) {
      if (selection.matches(entry.getKey(), entry.getValue())) {
        if (limit > 0 && items.size() == limit) {
          left++;
        } else {
          items.add(entry.getValue());
          last = entry.getKey();
        }
      }
    }
    String next = left == 0 ? "" : encode(snapshot.revision(), last);
    return new Page(snapshot.revision(), items, next, left);
  }

  private Snapshot freshEnough(ServedKind kind, ApiRequest request) {
    long asked = number(request, "resourceVersion", 0);
    if (request.query("resourceVersionMatch").equals("Exact")) {
      return at(kind, asked);
    }
    Snapshot now = store.snapshot(kind.resource());
    if (asked > now.revision()) {
      throw ApiFault.tooLargeVersion(asked, now.revision());
    }
    return now;
  }

  private Snapshot at(ServedKind kind, long revision) {
    try {
      return store.snapshotAt(kind.resource(), revision);
    } catch (RevisionGoneException e) {
      throw ApiFault.expired(
          "The provided continue parameter is too old to display a consistent list result: "
              + e.getMessage());
    }
  }

  private static String encode(long revision, ObjectName last) {
    ObjectNode place = Json.object().put("revision", revision);
    place.put("namespace", last.namespace()).put("name", last.name());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.bytes(place));
  }

  private static JsonNode decode(String token) {
    try {
      return Json.parse(new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8));
    } catch (IOException | IllegalArgumentException e) {
      throw ApiFault.badRequest("continue key is not valid: " + e.getMessage());
    }
  }

  private static List<String> warnings(ServedKind kind) {
    return kind.deprecation().isEmpty() ? List.of() : List.of(kind.deprecation());
  }

  private static long number(ApiRequest request, String name, long fallback) {
    String text = request.query(name);
    try {
      return text.isEmpty() ? fallback : Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw ApiFault.badRequest(
          "invalid " + name + ": Invalid value: \"" + text + "\": must be a number");
    }
  }
}
