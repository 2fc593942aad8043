package io.fairlead.k8s.embedded.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of JSONPath that printer columns use: names, indexes, {@code [*]} and filters of the
 * form {@code [?(@.type=="Ready")]}.
 */
final class PrinterPath {
  private static final Pattern STEP =
      Pattern.compile(
          "\\.((?:[^.\\[\\\\]|\\\\.)+)"
              + "|\\[(-?\\d+|\\*)]"
              + "|\\['([^']+)']"
              + "|\\[\\?\\(@\\.([^=!\\s]+)\\s*==\\s*[\"']([^\"']*)[\"']\\)]");

  private PrinterPath() {}

  /** Every value at the path; none when the path leads nowhere or is not understood. */
  static List<JsonNode> find(JsonNode object, String path) {
    List<JsonNode> found = List.of(object);
    Matcher step = STEP.matcher(path);
    int at = 0;
    while (at < path.length()) {
      if (!step.find(at) || step.start() != at) {
        return List.of();
      }
      at = step.end();
      List<JsonNode> next = new ArrayList<>();
      for (JsonNode node : found) {
        follow(node, step, next);
      }
      found = next;
    }
    return found;
  }

  private static void follow(JsonNode node, Matcher step, List<JsonNode> next) {
    if (step.group(1) != null) {
      add(node.path(step.group(1).replace("\\.", ".")), next);
    } else if (step.group(3) != null) {
      add(node.path(step.group(3)), next);
    } else if (step.group(4) != null) {
      for (JsonNode item : node) {
        if (item.at("/" + step.group(4).replace('.', '/')).asText("").equals(step.group(5))) {
          next.add(item);
        }
      }
    } else if (step.group(2).equals("*")) {
      node.forEach(next::add);
    } else {
      int index = Integer.parseInt(step.group(2));
      add(node.path(index < 0 ? node.size() + index : index), next);
    }
  }

  private static void add(JsonNode node, List<JsonNode> next) {
    if (!node.isMissingNode() && !node.isNull()) {
      next.add(node);
    }
  }
}
