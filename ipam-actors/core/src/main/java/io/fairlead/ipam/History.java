package io.fairlead.ipam;

import java.util.function.Supplier;

/**
 * Whether older versions of a pool are kept right, shared by all of its tables. While they are, a
 * change leaves in the version before it what undoes the change. While they are not, it ends that
 * version; that is for a journaled state, which nobody goes back to.
 */
final class History {
  private boolean isKept = true;

  boolean isKept() {
    return isKept;
  }

  /** Runs a change, or several, after which only the newest version may be asked. */
  <T> T forgetting(Supplier<T> change) {
    boolean before = isKept;
    isKept = false;
    try {
      return change.get();
    } finally {
      isKept = before;
    }
  }
}
