package io.fairlead.k8s.lastgood;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.config.LabelSelector;
import io.fairlead.config.LabelSelector.Operator;
import io.fairlead.config.LabelSelector.Requirement;
import java.util.List;

/** Label selectors as {@code {"labels": {…}, "expressions": [{"key", "operator", "values"}]}}. */
final class SelectorJson {
  private SelectorJson() {}

  static void write(List<LabelSelector> selectors, ArrayNode array) {
    selectors.forEach(selector -> write(selector, array.addObject()));
  }

  static void write(LabelSelector selector, ObjectNode node) {
    var labels = node.putObject("labels");
    selector.matchLabels().forEach(labels::put);
    var expressions = node.putArray("expressions");
    for (var requirement : selector.matchExpressions()) {
      var expression = expressions.addObject();
      expression.put("key", requirement.key());
      expression.put("operator", name(requirement.operator()));
      var values = expression.putArray("values");
      requirement.values().forEach(values::add);
    }
  }

  static LabelSelector read(JsonFields fields) {
    return new LabelSelector(
        fields.textMap("labels"),
        fields.list(
            "expressions",
            expression ->
                new Requirement(
                    expression.text("key"),
                    operator(expression.text("operator")),
                    expression.texts("values"))));
  }

  private static String name(Operator operator) {
    return switch (operator) {
      case IN -> "In";
      case NOT_IN -> "NotIn";
      case EXISTS -> "Exists";
      case DOES_NOT_EXIST -> "DoesNotExist";
    };
  }

  private static Operator operator(String name) {
    return switch (name) {
      case "In" -> Operator.IN;
      case "NotIn" -> Operator.NOT_IN;
      case "Exists" -> Operator.EXISTS;
      case "DoesNotExist" -> Operator.DOES_NOT_EXIST;
      default -> throw new IllegalArgumentException("operator \"" + name + "\" is not known");
    };
  }
}
