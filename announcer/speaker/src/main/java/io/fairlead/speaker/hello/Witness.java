package io.fairlead.speaker.hello;

/**
 * Proves by the sessions themselves that a silent node is dead to all, and this node not cut off
 * (ADR-0017). Whoever is cut off hears all others for the last time within one interval. So a node
 * that was heard clearly later than the silent one is a witness, and costs no question.
 */
final class Witness {
  private Witness() {}

  /**
   * @param silentHeardNanos when the silent node was heard last
   * @param detectionNanos of its session
   * @param otherHeardNanos when another one was heard last
   */
  static boolean confirms(long silentHeardNanos, long detectionNanos, long otherHeardNanos) {
    return otherHeardNanos - silentHeardNanos >= detectionNanos / 2;
  }
}
