package io.fairlead.k8s.embedded.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.function.Function;

/**
 * One column of a table.
 *
 * @param priority 0 for every table, 1 for the wide one only
 */
record Column(
    String name, String type, String format, int priority, Function<ObjectNode, JsonNode> cell) {

  static Column text(String name, Function<ObjectNode, String> cell) {
    return new Column(name, "string", "", 0, object -> TextNode.valueOf(cell.apply(object)));
  }

  static Column wide(String name, Function<ObjectNode, String> cell) {
    return new Column(name, "string", "", 1, object -> TextNode.valueOf(cell.apply(object)));
  }
}
