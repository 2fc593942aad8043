package io.fairlead.k8s.embedded.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.k8s.embedded.http.ApiRequest;
import io.fairlead.k8s.embedded.json.Json;
import io.fairlead.k8s.embedded.kinds.ServedKind;
import java.time.Clock;
import java.util.List;

/** The form in which a client wants objects: whole, as rows of a table, or their metadata only. */
public sealed interface Representation {

  /** From the request's {@code Accept} header: the first form in it that we know. */
  static Representation of(ApiRequest request, Clock clock) {
    for (String choice : request.accept().split(",")) {
      if (choice.contains("as=Table")) {
        return new Rows(new Tables(clock), request.query("includeObject"));
      }
      if (choice.contains("as=PartialObjectMetadata")) {
        return new Partial();
      }
      if (choice.trim().startsWith("application/json")) {
        return new Whole();
      }
    }
    return new Whole();
  }

  ObjectNode one(ServedKind kind, ObjectNode object);

  ObjectNode list(ServedKind kind, ObjectNode metadata, List<ObjectNode> items);

  /** The object inside a watch event. */
  default ObjectNode event(ServedKind kind, ObjectNode object) {
    return one(kind, object);
  }

  /** A bookmark's object, which holds nothing but a version. */
  default ObjectNode bookmark(ObjectNode object) {
    return object;
  }

  /** Objects as they are. */
  record Whole() implements Representation {
    @Override
    public ObjectNode one(ServedKind kind, ObjectNode object) {
      return object;
    }

    @Override
    public ObjectNode list(ServedKind kind, ObjectNode metadata, List<ObjectNode> items) {
      ObjectNode list = Json.object();
      list.put("kind", kind.kind() + "List").put("apiVersion", kind.apiVersion());
      list.set("metadata", metadata);
      ArrayNode array = list.putArray("items");
      items.forEach(array::add);
      return list;
    }
  }

  /** What {@code kubectl get} prints. */
  record Rows(Tables tables, String includeObject) implements Representation {
    @Override
    public ObjectNode one(ServedKind kind, ObjectNode object) {
      ObjectNode metadata =
          Json.object().put("resourceVersion", Json.text(object, "metadata", "resourceVersion"));
      return list(kind, metadata, List.of(object));
    }

    @Override
    public ObjectNode list(ServedKind kind, ObjectNode metadata, List<ObjectNode> items) {
      return tables.table(kind, metadata, items, includeObject);
    }

    @Override
    public ObjectNode bookmark(ObjectNode object) {
      ObjectNode table = Json.object().put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
      table.set("metadata", object.path("metadata"));
      table.putArray("columnDefinitions");
      table.putArray("rows");
      return table;
    }
  }

  /** Metadata only. */
  record Partial() implements Representation {
    private static final String VERSION = "meta.k8s.io/v1";

    @Override
    public ObjectNode one(ServedKind kind, ObjectNode object) {
      ObjectNode partial =
          Json.object().put("kind", "PartialObjectMetadata").put("apiVersion", VERSION);
      partial.set("metadata", object.path("metadata"));
      return partial;
    }

    @Override
    public ObjectNode list(ServedKind kind, ObjectNode metadata, List<ObjectNode> items) {
      ObjectNode list =
          Json.object().put("kind", "PartialObjectMetadataList").put("apiVersion", VERSION);
      list.set("metadata", metadata);
      ArrayNode array = list.putArray("items");
      items.forEach(item -> array.add(one(kind, item)));
      return list;
    }

    @Override
    public ObjectNode bookmark(ObjectNode object) {
      ObjectNode partial =
          Json.object().put("kind", "PartialObjectMetadata").put("apiVersion", VERSION);
      partial.set("metadata", object.path("metadata"));
      return partial;
    }
  }
}
