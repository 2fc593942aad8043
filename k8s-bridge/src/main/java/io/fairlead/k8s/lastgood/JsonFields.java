package io.fairlead.k8s.lastgood;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Reads one object strictly: all methods throw {@link IllegalArgumentException}. */
record JsonFields(JsonNode node) {
  JsonFields {
    if (!node.isObject()) {
      throw new IllegalArgumentException("an object is expected, not " + node.getNodeType());
    }
  }

  String text(String field) {
    return optionalText(field)
        .orElseThrow(() -> new IllegalArgumentException("\"" + field + "\" is missing"));
  }

  Optional<String> optionalText(String field) {
    var value = node.path(field);
    if (!value.isMissingNode() && !value.isTextual()) {
      throw new IllegalArgumentException("\"" + field + "\" is no text");
    }
    return Optional.of(value).filter(JsonNode::isTextual).map(JsonNode::textValue);
  }

  long number(String field) {
    return optionalNumber(field)
        .orElseThrow(() -> new IllegalArgumentException("\"" + field + "\" is missing"));
  }

  Optional<Long> optionalNumber(String field) {
    var value = node.path(field);
    if (!value.isMissingNode() && !value.isIntegralNumber()) {
      throw new IllegalArgumentException("\"" + field + "\" is no whole number");
    }
    return Optional.of(value).filter(JsonNode::isIntegralNumber).map(JsonNode::longValue);
  }

  int integer(String field) {
    return Math.toIntExact(number(field));
  }

  boolean flag(String field) {
    var value = node.path(field);
    if (!value.isBoolean()) {
      throw new IllegalArgumentException("\"" + field + "\" is neither true nor false");
    }
    return value.booleanValue();
  }

  List<String> texts(String field) {
    var texts = new ArrayList<String>();
    for (JsonNode item : array(field)) {
      if (!item.isTextual()) {
        throw new IllegalArgumentException("\"" + field + "\" holds something that is no text");
      }
      texts.add(item.textValue());
    }
    return texts;
  }

  <T> List<T> list(String field, Function<JsonFields, T> read) {
    var values = new ArrayList<T>();
    array(field).forEach(item -> values.add(read.apply(new JsonFields(item))));
    return values;
  }

  <T> Optional<T> optional(String field, Function<JsonFields, T> read) {
    var value = node.path(field);
    return value.isMissingNode()
        ? Optional.empty()
        : Optional.of(read.apply(new JsonFields(value)));
  }

  SortedMap<String, String> textMap(String field) {
    var map = new TreeMap<String, String>();
    var own = new JsonFields(node.path(field));
    own.node().fieldNames().forEachRemaining(key -> map.put(key, own.text(key)));
    return map;
  }

  private JsonNode array(String field) {
    var value = node.path(field);
    if (!value.isArray()) {
      throw new IllegalArgumentException("\"" + field + "\" is no list");
    }
    return value;
  }
}
