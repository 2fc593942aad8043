package io.fairlead.speaker.hello;

import io.fairlead.cluster.NodeName;
import io.fairlead.placement.Claim;
import io.fairlead.speaker.plan.HelloNews;
import java.util.List;

/** Hears what the hellos tell. Called on the real-time thread: pass it on and return. */
public interface HelloListener {

  /**
   * A session has something new to say.
   *
   * @param heardNanos when its node was heard last, on the clock of {@link System#nanoTime}
   */
  void news(NodeName node, HelloNews news, long heardNanos);

  /** A node that is not heard otherwise says that it announces these. */
  void claims(NodeName node, List<Claim> claims);

  /**
   * This process stood still for so long that others may have taken over; the gate of the announcer
   * is shut.
   *
   * @param absence its number at the gate
   */
  void away(long absence);

  /** Nobody whose session was up has taken the absence of this number for a death. */
  void unnoticed(long absence);
}
