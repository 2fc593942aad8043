package io.fairlead.k8s.translate;

import static io.fairlead.k8s.translate.ObjectText.orEmpty;

import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fairlead.config.ConfigRule;
import io.fairlead.config.LabelSelector;
import io.fairlead.config.LabelSelector.Operator;
import io.fairlead.config.LabelSelector.Requirement;
import io.fairlead.k8s.validate.ConfigRefusal;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Label selectors, checked as the API server checks them in its own kinds. */
final class SelectorTranslator {
  private SelectorTranslator() {}

  /**
   * All selectors of one field.
   *
   * @param duplicates the rule that something listed twice breaks
   * @throws ConfigRefusal names the field and what is wrong with it
   */
  static List<LabelSelector> translate(
      @Nullable List<io.fabric8.kubernetes.api.model.LabelSelector> selectors,
      String field,
      ConfigRule duplicates) {
    var translated =
        orEmpty(selectors).stream()
            .map(selector -> translate(selector, field, duplicates))
            .toList();
    ObjectText.requireDistinct(
        translated, field, duplicates, selector -> "selector " + text(selector));
    return translated;
  }

  private static LabelSelector translate(
      io.fabric8.kubernetes.api.model.LabelSelector selector, String field, ConfigRule duplicates) {
    var given = selector.getMatchLabels();
    var labels = given == null ? new TreeMap<String, String>() : ObjectText.withoutNulls(given);
    labels.forEach((key, value) -> LabelSyntax.require(key, List.of(value), field));
    var requirements =
        orEmpty(selector.getMatchExpressions()).stream()
            .map(expression -> requirement(expression, field, duplicates))
            .toList();
    ObjectText.requireDistinct(
        requirements, field, duplicates, r -> "match expression on " + r.key());
    return new LabelSelector(labels, requirements);
  }

  private static Requirement requirement(
      LabelSelectorRequirement expression, String field, ConfigRule duplicates) {
    return requirement(
        orEmpty(expression.getKey()),
        orEmpty(expression.getOperator()),
        orEmpty(expression.getValues()),
        field,
        duplicates);
  }

  static Requirement requirement(
      String key, String operatorText, List<String> values, String field, ConfigRule duplicates) {
    if (key.isEmpty()) {
      throw new ConfigRefusal(
          ConfigRule.SELECTOR_SYNTAX, field + ": a match expression needs a key");
    }
    LabelSyntax.require(key, values, field);
    var operator = operator(operatorText, field);
    boolean wantsValues = operator == Operator.IN || operator == Operator.NOT_IN;
    if (wantsValues == values.isEmpty()) {
      throw new ConfigRefusal(
          ConfigRule.SELECTOR_SYNTAX,
          field
              + ": operator "
              + operatorText
              + " on \""
              + key
              + (wantsValues ? "\" needs at least one value" : "\" takes no values"));
    }
    ObjectText.requireDistinct(values, field, duplicates, value -> "value \"" + value + "\"");
    return new Requirement(key, operator, values);
  }

  private static Operator operator(String text, String field) {
    return switch (text) {
      case "In" -> Operator.IN;
      case "NotIn" -> Operator.NOT_IN;
      case "Exists" -> Operator.EXISTS;
      case "DoesNotExist" -> Operator.DOES_NOT_EXIST;
      default ->
          throw new ConfigRefusal(
              ConfigRule.SELECTOR_SYNTAX,
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
