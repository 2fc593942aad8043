package io.fairlead.k8s.write;

/** What came of one attempt to write. */
public enum WriteOutcome {
  /** The server took it. */
  WRITTEN,
  /** What is wanted was shown already, or there is nothing to write to; no request that writes. */
  UNCHANGED,
  /** Somebody else had written since the object was read (409). */
  CONFLICT,
  /** The object was deleted meanwhile (404). */
  GONE,
  /** Refused, not answered, or broken. */
  FAILED
}
