package io.fairlead.speaker.plan;

/** Why a node takes nothing over although others are silent: it may be the one that is cut off. */
public enum TakeOverHold {
  /** No interface that it may announce on has a carrier. */
  NO_LINK("no interface to announce on has a carrier"),
  /** Several others are known, and it reaches none of them. */
  ISOLATED("it reaches none of the others, and presumes that it is the one cut off"),
  /** It was cut off or stood still until just now; its view of the others may be old. */
  SETTLING("it was cut off or stood still, and first learns how the others stand"),
  /** Others have just fallen silent, and none of the rest has answered since. */
  UNCONFIRMED("it asks the rest first whether it is cut off itself");

  private final String text;

  TakeOverHold(String text) {
    this.text = text;
  }

  /** Completes "this node takes nothing over: ...". */
  public String text() {
    return text;
  }
}
