package io.fairlead.k8s.embedded.store;

/** The history no longer reaches back to the revision that was asked for. */
public final class RevisionGoneException extends Exception {
  private static final long serialVersionUID = 1L;

  public RevisionGoneException(long asked, long oldest) {
    super("too old resource version: " + asked + " (" + oldest + ")");
  }
}
