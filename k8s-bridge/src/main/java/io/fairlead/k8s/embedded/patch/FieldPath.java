package io.fairlead.k8s.embedded.patch;

import java.util.ArrayList;
import java.util.List;

/**
 * The place of one field, in the notation of {@code managedFields}: {@code f:name} for a field,
 * {@code k:{...}} for a list item by its keys, {@code v:...} for a plain list item.
 */
record FieldPath(List<String> steps) implements Comparable<FieldPath> {
  static final FieldPath ROOT = new FieldPath(List.of());

  FieldPath {
    steps = List.copyOf(steps);
  }

  FieldPath below(String step) {
    List<String> longer = new ArrayList<>(steps);
    longer.add(step);
    return new FieldPath(longer);
  }

  /** As people read it: {@code .status.loadBalancer.ingress}. */
  String shown() {
    var text = new StringBuilder();
    for (String step : steps) {
      String rest = step.substring(2);
      if (step.startsWith("f:")) {
        text.append('.').append(rest);
      } else if (step.startsWith("k:")) {
        String keys = rest.substring(1, rest.length() - 1).replace("\":", "=").replace(",\"", ",");
        text.append('[').append(keys.substring(1)).append(']');
      } else {
        text.append("[=").append(rest).append(']');
      }
    }
    return text.toString();
  }

  @Override
  public int compareTo(FieldPath other) {
    int shared = Math.min(steps.size(), other.steps.size());
    for (int i = 0; i < shared; i++) {
      int order = steps.get(i).compareTo(other.steps.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(steps.size(), other.steps.size());
  }
}
