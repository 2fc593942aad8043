package io.fairlead.election;

import io.fairlead.cluster.NodeName;

/** A person wants a node to announce an address, and it does not. */
public record UnmetWish(NodeName node, Reason reason) {

  /** Why not. The text completes "node-1 does not announce it: ...". */
  public enum Reason {
    NOT_ELIGIBLE("it may not announce the address"),
    NO_INTERFACE("it has no usable interface for the address"),
    NO_SPEAKER("no speaker on it can be reached"),
    FLAPPING("it was lost too often of late, and must be calm for a while"),
    NOT_YET("it must be well for a while before it gets the address back");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }
}
