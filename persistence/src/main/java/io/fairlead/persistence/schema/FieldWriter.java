package io.fairlead.persistence.schema;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.BiConsumer;

/** Writes the fields of one stored event, in the order of the calls. */
final class FieldWriter {
  private final ObjectNode json;

  FieldWriter(ObjectNode json) {
    this.json = json;
  }

  /** The value's text form, which must be its canonical one. */
  FieldWriter text(String field, Object value) {
    json.put(field, value.toString());
    return this;
  }

  /** A constant that is stored by its name. */
  FieldWriter name(String field, Enum<?> value) {
    json.put(field, value.name());
    return this;
  }

  FieldWriter number(String field, long value) {
    json.put(field, value);
    return this;
  }

  FieldWriter flag(String field, boolean value) {
    json.put(field, value);
    return this;
  }

  FieldWriter texts(String field, List<?> values) {
    ArrayNode array = json.putArray(field);
    values.forEach(value -> array.add(value.toString()));
    return this;
  }

  <T> FieldWriter objects(String field, List<T> values, BiConsumer<T, FieldWriter> writer) {
    ArrayNode array = json.putArray(field);
    values.forEach(value -> writer.accept(value, new FieldWriter(array.addObject())));
    return this;
  }
}
