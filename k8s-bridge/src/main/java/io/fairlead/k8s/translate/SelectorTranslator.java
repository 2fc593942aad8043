package io.fairlead.k8s.translate;

import static io.fairlead.k8s.translate.ObjectText.orEmpty;

import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fairlead.config.LabelSelector;
import io.fairlead.config.LabelSelector.Operator;
import io.fairlead.config.LabelSelector.Requirement;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Label selectors, checked as the API server checks them in its own kinds. */
final class SelectorTranslator {
  private SelectorTranslator() {}

  /**
   * All selectors of one field.
   *
   * @throws IllegalArgumentException names the field and what is wrong with it
   */
  static List<LabelSelector> translate(
      @Nullable List<io.fabric8.kubernetes.api.model.LabelSelector> selectors, String field) {
    var translated =
        orEmpty(selectors).stream().map(selector -> translate(selector, field)).toList();
    ObjectText.requireDistinct(translated, field, selector -> "selector " + text(selector));
    return translated;
  }

  private static LabelSelector translate(
      io.fabric8.kubernetes.api.model.LabelSelector selector, String field) {
    var labels = selector.getMatchLabels();
    var requirements =
        orEmpty(selector.getMatchExpressions()).stream()
            .map(expression -> requirement(expression, field))
            .toList();
    ObjectText.requireDistinct(requirements, field, r -> "match expression on " + r.key());
    return new LabelSelector(
        labels == null ? new TreeMap<>() : ObjectText.withoutNulls(labels), requirements);
  }

  private static Requirement requirement(LabelSelectorRequirement expression, String field) {
    return requirement(
        orEmpty(expression.getKey()),
        orEmpty(expression.getOperator()),
        orEmpty(expression.getValues()),
        field);
  }

  static Requirement requirement(
      String key, String operatorText, List<String> values, String field) {
    if (key.isEmpty()) {
      throw new IllegalArgumentException(field + ": a match expression needs a key");
    }
    var operator = operator(operatorText, field);
    boolean wantsValues = operator == Operator.IN || operator == Operator.NOT_IN;
    if (wantsValues == values.isEmpty()) {
      throw new IllegalArgumentException(
          field
              + ": operator "
              + operatorText
              + " on \""
              + key
              + (wantsValues ? "\" needs at least one value" : "\" takes no values"));
    }
    ObjectText.requireDistinct(values, field, value -> "value \"" + value + "\"");
    return new Requirement(key, operator, values);
  }

  private static Operator operator(String text, String field) {
    return switch (text) {
      case "In" -> Operator.IN;
      case "NotIn" -> Operator.NOT_IN;
      case "Exists" -> Operator.EXISTS;
      case "DoesNotExist" -> Operator.DOES_NOT_EXIST;
      default ->
          throw new IllegalArgumentException(
              field
                  + ": unknown operator \""
                  + text
                  + "\"; known are In, NotIn, Exists, DoesNotExist");
    };
  }

  private static String text(LabelSelector selector) {
    return selector.matchLabels() + " " + selector.matchExpressions();
  }
}
