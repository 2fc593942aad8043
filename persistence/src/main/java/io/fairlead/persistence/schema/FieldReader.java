package io.fairlead.persistence.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Reads the fields of one stored event. A field that is missing or of another kind is damage. */
final class FieldReader {
  private final String manifest;
  private final ObjectNode json;

  FieldReader(String manifest, ObjectNode json) {
    this.manifest = manifest;
    this.json = json;
  }

  String text(String field) {
    return field(field, "text", JsonNode::isTextual).textValue();
  }

  long number(String field) {
    return field(
            field, "a whole number", node -> node.isIntegralNumber() && node.canConvertToLong())
        .longValue();
  }

  boolean flag(String field) {
    return field(field, "true or false", JsonNode::isBoolean).booleanValue();
  }

  /** A text that {@code parser} understands. */
  <T> T parsed(String field, Function<String, T> parser) {
    return parse(field, text(field), parser);
  }

  /** A list of texts, each of which {@code parser} understands. */
  <T> List<T> parsedList(String field, Function<String, T> parser) {
    var values = new ArrayList<T>();
    for (JsonNode element : list(field, "a list of texts", JsonNode::isTextual)) {
      values.add(parse(field, element.textValue(), parser));
    }
    return List.copyOf(values);
  }

  /** A list of objects, each read by {@code reader}. */
  <T> List<T> objects(String field, Function<FieldReader, T> reader) {
    var values = new ArrayList<T>();
    for (JsonNode element : list(field, "a list of objects", JsonNode::isObject)) {
      values.add(reader.apply(new FieldReader(manifest, (ObjectNode) element)));
    }
    return List.copyOf(values);
  }

  private <T> T parse(String field, String text, Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw UnreadableEventException.damaged(
          subject()
              + " has \""
              + text
              + "\" in field '"
              + field
              + "', which this build cannot read",
          e);
    }
  }

  private JsonNode list(String field, String kind, Predicate<JsonNode> isElement) {
    return field(field, kind, node -> node.isArray() && node.valueStream().allMatch(isElement));
  }

  private JsonNode field(String field, String kind, Predicate<JsonNode> isKind) {
    JsonNode node = json.path(field);
    if (!isKind.test(node)) {
      throw UnreadableEventException.damaged(
          subject() + " needs " + kind + " in field '" + field + "'");
    }
    return node;
  }

  private String subject() {
    return "stored event '" + manifest + "'";
  }
}
