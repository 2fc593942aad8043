package io.fairlead.config;

/**
 * A soft preference of an L2Advertisement.
 *
 * @param weight how much it counts, 1 to 100
 */
public record PreferredNodes(int weight, LabelSelector nodes) {
  public PreferredNodes {
    if (weight < 1 || weight > 100) {
      throw new IllegalArgumentException("a weight is 1 to 100, not " + weight);
    }
  }
}
