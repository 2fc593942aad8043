package io.fairlead.speaker.plan;

import io.fairlead.placement.Claim;
import java.util.Optional;

/** Whether the segment is asked for an address before this node announces it. */
public enum ProbeNeed {
  /** A cluster's node has announced it before, so it is ours: no time is lost. */
  NONE("it is known"),
  /** Nobody of the cluster ever announced it: a stranger may have it. */
  FIRST("no speaker has announced it yet"),
  /** This node started without reaching any other: whoever has it may have taken it over. */
  UNCONFIRMED("no other speaker has told this one its claims since the start");

  private final String text;

  ProbeNeed(String text) {
    this.text = text;
  }

  /** Why the segment is asked or not, as a clause. */
  public String text() {
    return text;
  }

  /**
   * Decides. A take-over never waits, since its address was announced before and has a claim;
   * unless this node knows nothing but its own disk.
   *
   * @param confirmed some other speaker has told its claims since the start
   * @param highest the highest claim to the address
   */
  public static ProbeNeed of(boolean confirmed, Optional<Claim> highest) {
    if (!confirmed) {
      return UNCONFIRMED;
    }
    return highest.isEmpty() ? FIRST : NONE;
  }
}
