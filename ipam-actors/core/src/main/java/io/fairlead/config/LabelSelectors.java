package io.fairlead.config;

import java.util.List;
import java.util.Map;

/** Lists of selectors as advertisements and peers have them. */
final class LabelSelectors {
  private LabelSelectors() {}

  static boolean any(List<LabelSelector> selectors, Map<String, String> labels) {
    return selectors.stream().anyMatch(selector -> selector.matches(labels));
  }

  /** As {@link #any}, and no selector at all selects everything. */
  static boolean anyOrNone(List<LabelSelector> selectors, Map<String, String> labels) {
    return selectors.isEmpty() || any(selectors, labels);
  }
}
