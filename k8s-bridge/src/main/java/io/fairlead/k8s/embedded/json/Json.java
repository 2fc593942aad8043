package io.fairlead.k8s.embedded.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/** JSON trees: reading, writing, and short ways to reach into them. */
public final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final YAMLMapper YAML = new YAMLMapper();

  private Json() {}

  /** The shared mapper, for introspection and conversion. */
  public static ObjectMapper mapper() {
    return MAPPER;
  }

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  public static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  /** Parses JSON. Throws {@link IOException} when the text is none. */
  public static JsonNode parse(String text) throws IOException {
    return MAPPER.readTree(text);
  }

  /** Parses YAML, of which JSON is a part; that is told by its first letter, and much cheaper. */
  public static JsonNode parseYaml(String text) throws IOException {
    if (text.startsWith("{")) {
      try {
        return MAPPER.readTree(text);
      } catch (JsonProcessingException e) {
        return YAML.readTree(text);
      }
    }
    return YAML.readTree(text);
  }

  public static byte[] bytes(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text at this place, or an empty string. */
  public static String text(JsonNode node, String... path) {
    return at(node, path).asText("");
  }

  /** The node at this place, or a missing node. */
  public static JsonNode at(JsonNode node, String... path) {
    JsonNode at = node;
    for (String name : path) {
      at = at.path(name);
    }
    return at;
  }

  /** The object at this place; made, or put in the place of anything else, when it is none. */
  public static ObjectNode child(ObjectNode node, String name) {
    return node.get(name) instanceof ObjectNode child ? child : node.putObject(name);
  }

  public static ObjectNode metadata(ObjectNode node) {
    return child(node, "metadata");
  }

  /** Whether there is a value here that is neither missing, null, an empty text nor empty. */
  public static boolean present(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return false;
    }
    return node.isContainerNode() ? !node.isEmpty() : !node.asText().isEmpty();
  }

  /** Puts the value unless there already is one. */
  public static void setDefault(ObjectNode node, String name, String value) {
    if (!present(node.path(name))) {
      node.put(name, value);
    }
  }

  /** Puts {@code value} at {@code name}, or removes the name when the value is missing. */
  public static void copy(ObjectNode target, String name, JsonNode value) {
    if (value.isMissingNode()) {
      target.remove(name);
    } else {
      target.set(name, value.deepCopy());
    }
  }
}
