package io.fairlead.election;

/** What the controller holds of one node's speaker. */
public enum SpeakerStatus {
  /** May be chosen. */
  REACHABLE,
  /** Not reachable, but not given up: keeps what it has, and is chosen for nothing. */
  HELD,
  /** Left the cluster by itself. */
  LEFT,
  /** Given up, or never seen. */
  LOST
}
