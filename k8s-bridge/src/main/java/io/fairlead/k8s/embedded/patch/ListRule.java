package io.fairlead.k8s.embedded.patch;

import java.util.List;

/**
 * How the items of one list are told apart.
 *
 * @param applyKeys the fields that identify an item for server-side apply; empty when the list is
 *     one value there
 * @param strategicKey the field that identifies an item for a strategic merge patch; empty when
 *     such a patch replaces the list
 * @param set whether the items are plain values, each of which stands for itself
 */
public record ListRule(List<String> applyKeys, String strategicKey, boolean set) {
  /** One value: any change replaces the list. */
  public static final ListRule ATOMIC = new ListRule(List.of(), "", false);

  /** Plain values, merged one by one. */
  public static final ListRule SET = new ListRule(List.of(), "", true);

  public ListRule {
    applyKeys = List.copyOf(applyKeys);
  }

  /** Objects with the same key in both ways of merging. */
  public static ListRule map(String key) {
    return new ListRule(List.of(key), key, false);
  }

  public boolean keyed() {
    return !applyKeys.isEmpty();
  }
}
