package io.fairlead.k8s.embedded.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which objects a list or a watch is about: a namespace, a label selector, a field selector. */
public record Selection(String namespace, List<Predicate<JsonNode>> terms) {
  private static final Pattern SET_TERM =
      Pattern.compile("\\s*(\\S+)\\s+(in|notin)\\s*\\(([^)]*)\\)\\s*");
  private static final Pattern EQUAL_TERM = Pattern.compile("\\s*([^=!\\s]+)\\s*(==|=|!=)(.*)");

  public Selection {
    terms = List.copyOf(terms);
  }

  /**
   * Parses both selectors. A malformed one, or a field that is not in {@code fieldLabels}, is an
   * {@link IllegalArgumentException} whose message can be shown.
   */
  public static Selection of(
      String namespace, String labelSelector, String fieldSelector, Set<String> fieldLabels) {
    List<Predicate<JsonNode>> terms = new ArrayList<>();
    splitOutsideParentheses(labelSelector).forEach(term -> terms.add(labelTerm(term)));
    Arrays.stream(fieldSelector.split(","))
        .filter(term -> !term.isBlank())
        .forEach(term -> terms.add(fieldTerm(term, fieldLabels)));
    return new Selection(namespace, terms);
  }

  public boolean matches(ObjectName name, ObjectNode object) {
    return (namespace.isEmpty() || namespace.equals(name.namespace()))
        && terms.stream().allMatch(term -> term.test(object));
  }

  private static Predicate<JsonNode> labelTerm(String term) {
    Matcher set = SET_TERM.matcher(term);
    if (set.matches()) {
      Set<String> values =
          Arrays.stream(set.group(3).split(",")).map(String::trim).collect(Collectors.toSet());
      String key = set.group(1);
      boolean wanted = set.group(2).equals("in");
      return object -> {
        JsonNode label = label(object, key);
        return wanted == (!label.isMissingNode() && values.contains(label.asText()));
      };
    }
    Matcher equal = EQUAL_TERM.matcher(term);
    if (equal.matches()) {
      String key = equal.group(1);
      String value = equal.group(3).trim();
      boolean wanted = !equal.group(2).equals("!=");
      return object -> {
        JsonNode label = label(object, key);
        return wanted == (!label.isMissingNode() && label.asText().equals(value));
      };
    }
    String key = term.trim();
    if (key.contains(" ") || key.contains("(")) {
      throw new IllegalArgumentException("unable to parse requirement: " + key);
    }
    return key.startsWith("!")
        ? object -> label(object, key.substring(1).trim()).isMissingNode()
        : object -> !label(object, key).isMissingNode();
  }

  private static Predicate<JsonNode> fieldTerm(String term, Set<String> fieldLabels) {
    Matcher equal = EQUAL_TERM.matcher(term);
    if (!equal.matches()) {
      throw new IllegalArgumentException("invalid selector: '" + term + "'; can't understand it");
    }
    String field = equal.group(1);
    String value = equal.group(3).trim();
    boolean wanted = !equal.group(2).equals("!=");
    if (!fieldLabels.contains(field)) {
      throw new IllegalArgumentException("field label not supported: " + field);
    }
    String pointer = "/" + field.replace('.', '/');
    return object -> wanted == object.at(pointer).asText("").equals(value);
  }

  private static JsonNode label(JsonNode object, String key) {
    return object.path("metadata").path("labels").path(key);
  }

  private static List<String> splitOutsideParentheses(String selector) {
    List<String> terms = new ArrayList<>();
    var term = new StringBuilder();
    boolean inside = false;
    for (int i = 0; i < selector.length(); i++) {
      char c = selector.charAt(i);
      inside = c == '(' || (inside && c != ')');
      if (c == ',' && !inside) {
        terms.add(term.toString());
        term.setLength(0);
      } else {
        term.append(c);
      }
    }
    terms.add(term.toString());
    terms.removeIf(String::isBlank);
    return terms;
  }
}
