package io.fairlead.k8s.embedded.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.k8s.embedded.http.ApiFault.Cause;
import io.fairlead.k8s.embedded.json.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks a value against an OpenAPI v3 schema. CEL rules and formats are not evaluated. */
public final class SchemaCheck {
  private final List<Cause> causes = new ArrayList<>();

  private SchemaCheck() {}

  /** Every fault of the value, in the order of the schema; empty when it is valid. */
  public static List<Cause> check(JsonNode schema, JsonNode value, String path) {
    var check = new SchemaCheck();
    check.value(schema, value, path);
    return check.causes;
  }

  private void value(JsonNode schema, JsonNode value, String path) {
    if (value.isNull() && schema.path("nullable").asBoolean()) {
      return;
    }
    if (!typeFits(schema, value, path)) {
      return;
    }
    choice(schema, value, path);
    if (value.isTextual()) {
      text(schema, value.asText(), path);
    } else if (value.isNumber()) {
      number(schema, value, path);
    } else if (value.isArray()) {
      list(schema, value, path);
    } else if (value.isObject()) {
      object(schema, value, path);
    }
    combinations(schema, value, path);
  }

  private boolean typeFits(JsonNode schema, JsonNode value, String path) {
    if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
      if (value.isIntegralNumber() || value.isTextual()) {
        return true;
      }
      wrongType(path, "integer,string", value);
      return false;
    }
    String type = Json.text(schema, "type");
    boolean fits =
        switch (type) {
          case "string" -> value.isTextual();
          case "integer" -> value.isIntegralNumber();
          case "number" -> value.isNumber();
          case "boolean" -> value.isBoolean();
          case "array" -> value.isArray();
          case "object" -> value.isObject();
          default -> true;
        };
    if (!fits) {
      wrongType(path, type, value);
    }
    return fits;
  }

  private void wrongType(String path, String wanted, JsonNode value) {
    String found =
        switch (value.getNodeType()) {
          case ARRAY -> "array";
          case BOOLEAN -> "boolean";
          case NULL -> "null";
          case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
          case OBJECT, POJO -> "object";
          case STRING, BINARY -> "string";
          case MISSING -> "nothing";
        };
    causes.add(
        new Cause(
            "FieldValueTypeInvalid",
            path,
            "Invalid value: \""
                + found
                + "\": "
                + path
                + " in body must be of type "
                + wanted
                + ": \""
                + found
                + "\""));
  }

  private void choice(JsonNode schema, JsonNode value, String path) {
    JsonNode choices = schema.path("enum");
    if (!choices.isArray()) {
      return;
    }
    List<String> supported = new ArrayList<>();
    for (JsonNode choice : choices) {
      if (choice.equals(value)) {
        return;
      }
      supported.add(choice.asText());
    }
    causes.add(Cause.unsupported(path, value.asText(), supported));
  }

  private void text(JsonNode schema, String text, String path) {
    int length = text.codePointCount(0, text.length());
    if (schema.has("maxLength") && length > schema.path("maxLength").asInt()) {
      String limit = schema.path("maxLength").asText();
      causes.add(
          new Cause(
              "FieldValueTooLong", path, "Too long: may not be more than " + limit + " bytes"));
    }
    if (schema.has("minLength") && length < schema.path("minLength").asInt()) {
      String limit = schema.path("minLength").asText();
      invalid(path, text, "should be at least " + limit + " chars long");
    }
    String pattern = Json.text(schema, "pattern");
    if (!pattern.isEmpty() && !Pattern.compile(pattern).matcher(text).find()) {
      invalid(path, text, "should match '" + pattern + "'");
    }
  }

  private void number(JsonNode schema, JsonNode value, String path) {
    double number = value.asDouble();
    JsonNode minimum = schema.path("minimum");
    JsonNode maximum = schema.path("maximum");
    boolean above = schema.path("exclusiveMinimum").asBoolean();
    boolean below = schema.path("exclusiveMaximum").asBoolean();
    if (minimum.isNumber()
        && (number < minimum.asDouble() || (above && number == minimum.asDouble()))) {
      String than = above ? "should be greater than " : "should be greater than or equal to ";
      invalid(path, value.numberValue(), than + minimum.asText());
    }
    if (maximum.isNumber()
        && (number > maximum.asDouble() || (below && number == maximum.asDouble()))) {
      String than = below ? "should be less than " : "should be less than or equal to ";
      invalid(path, value.numberValue(), than + maximum.asText());
    }
  }

  private void list(JsonNode schema, JsonNode list, String path) {
    if (schema.has("maxItems") && list.size() > schema.path("maxItems").asInt()) {
      tooMany(path, list.size(), schema.path("maxItems").asInt());
    }
    if (schema.has("minItems") && list.size() < schema.path("minItems").asInt()) {
      String limit = schema.path("minItems").asText();
      invalid(path, list.size(), "should have at least " + limit + " items");
    }
    boolean distinct = Json.text(schema, "x-kubernetes-list-type").equals("set");
    Set<JsonNode> seen = new HashSet<>();
    Set<String> seenKeys = new HashSet<>();
    for (int i = 0; i < list.size(); i++) {
      String at = path + "[" + i + "]";
      JsonNode item = list.get(i);
      if ((distinct || schema.path("uniqueItems").asBoolean()) && !seen.add(item)) {
        causes.add(Cause.duplicate(at, item.asText()));
      }
      if (Json.text(schema, "x-kubernetes-list-type").equals("map")) {
        var key = Json.object();
        schema
            .path("x-kubernetes-list-map-keys")
            .forEach(name -> key.set(name.asText(), item.path(name.asText())));
        if (!seenKeys.add(key.toString())) {
          causes.add(Cause.duplicate(at, key));
        }
      }
      value(schema.path("items"), item, at);
    }
  }

  private void object(JsonNode schema, JsonNode object, String path) {
    for (JsonNode name : schema.path("required")) {
      if (!object.has(name.asText())) {
        causes.add(Cause.required(below(path, name.asText()), ""));
      }
    }
    if (schema.has("maxProperties") && object.size() > schema.path("maxProperties").asInt()) {
      tooMany(path, object.size(), schema.path("maxProperties").asInt());
    }
    if (schema.has("minProperties") && object.size() < schema.path("minProperties").asInt()) {
      String limit = schema.path("minProperties").asText();
      invalid(path, object.size(), "should have at least " + limit + " properties");
    }
    JsonNode properties = schema.path("properties");
    JsonNode others = schema.path("additionalProperties");
    object
        .properties()
        .forEach(
            entry -> {
              String at = below(path, entry.getKey());
              if (properties.has(entry.getKey())) {
                value(properties.path(entry.getKey()), entry.getValue(), at);
              } else if (others.isObject()) {
                value(others, entry.getValue(), at);
              }
            });
  }

  private void combinations(JsonNode schema, JsonNode value, String path) {
    for (JsonNode part : schema.path("allOf")) {
      causes.addAll(check(part, value, path));
    }
    long valid = 0;
    for (JsonNode part : schema.path("oneOf")) {
      valid += check(part, value, path).isEmpty() ? 1 : 0;
    }
    if (schema.has("oneOf") && valid != 1) {
      invalid(path, "", "must validate one and only one schema (oneOf)");
    }
    boolean any = false;
    for (JsonNode part : schema.path("anyOf")) {
      any |= check(part, value, path).isEmpty();
    }
    if (schema.has("anyOf") && !any) {
      invalid(path, "", "must validate at least one schema (anyOf)");
    }
    if (schema.has("not") && check(schema.path("not"), value, path).isEmpty()) {
      invalid(path, "", "must not validate the schema (not)");
    }
  }

  private void tooMany(String path, int found, int limit) {
    causes.add(
        new Cause(
            "FieldValueTooMany",
            path,
            "Too many: " + found + ": must have at most " + limit + " items"));
  }

  private void invalid(String path, Object value, String why) {
    causes.add(Cause.invalid(path, value, path + " in body " + why));
  }

  private static String below(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
