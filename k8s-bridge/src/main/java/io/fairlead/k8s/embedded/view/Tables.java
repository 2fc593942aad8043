package io.fairlead.k8s.embedded.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fairlead.k8s.embedded.json.Json;
import io.fairlead.k8s.embedded.kinds.PrinterColumn;
import io.fairlead.k8s.embedded.kinds.ServedKind;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Tables made by the server, with the columns that kubectl users know. */
public final class Tables {
  private final Clock clock;

  public Tables(Clock clock) {
    this.clock = clock;
  }

  ObjectNode table(
      ServedKind kind, ObjectNode metadata, List<ObjectNode> items, String includeObject) {
    List<Column> columns = columns(kind, clock.instant());
    ObjectNode table = Json.object().put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
    table.set("metadata", metadata);
    ArrayNode definitions = table.putArray("columnDefinitions");
    for (Column column : columns) {
      definitions
          .addObject()
          .put("name", column.name())
          .put("type", column.type())
          .put("format", column.format())
          .put("description", "")
          .put("priority", column.priority());
    }
    ArrayNode rows = table.putArray("rows");
    for (ObjectNode item : items) {
      ObjectNode row = rows.addObject();
      ArrayNode cells = row.putArray("cells");
      columns.forEach(column -> cells.add(column.cell().apply(item)));
      if (includeObject.equals("Object")) {
        row.set("object", item);
      } else if (!includeObject.equals("None")) {
        row.set("object", new Representation.Partial().one(kind, item));
      }
    }
    return table;
  }

  private static List<Column> columns(ServedKind kind, Instant now) {
    List<Column> columns = new ArrayList<>();
    if (!kind.kind().equals("Event")) {
      columns.add(
          new Column(
              "Name",
              "string",
              "name",
              0,
              object -> TextNode.valueOf(Json.text(object, "metadata", "name"))));
    }
    Column age =
        Column.text(
            "Age", object -> Ages.since(Json.text(object, "metadata", "creationTimestamp"), now));
    if (kind.custom() && !kind.columns().isEmpty()) {
      kind.columns().forEach(column -> columns.add(custom(column, now)));
    } else {
      columns.addAll(kind.custom() ? List.of(age) : BuiltInColumns.of(kind.kind(), age, now));
    }
    return columns;
  }

  private static Column custom(PrinterColumn column, Instant now) {
    return new Column(
        column.name(),
        column.type(),
        column.format(),
        column.priority(),
        object -> customCell(column, object, now));
  }

  private static JsonNode customCell(PrinterColumn column, ObjectNode object, Instant now) {
    List<JsonNode> found = PrinterPath.find(object, column.jsonPath());
    if (found.isEmpty()) {
      return NullNode.getInstance();
    }
    JsonNode first = found.getFirst();
    return switch (column.type()) {
      case "date" -> TextNode.valueOf(Ages.since(first.asText(), now));
      case "integer", "number", "boolean" -> first;
      default ->
          TextNode.valueOf(
              found.stream()
                  .map(node -> node.isContainerNode() ? node.toString() : node.asText())
                  .collect(Collectors.joining(",")));
    };
  }
}
