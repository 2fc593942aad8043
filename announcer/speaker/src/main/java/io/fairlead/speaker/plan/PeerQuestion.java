package io.fairlead.speaker.plan;

/** What a speaker needs to hear from the others before it takes anything over. */
public enum PeerQuestion {
  /** All claims that they know. */
  CLAIMS,
  /** Any answer at all, as proof that this node is not cut off. */
  REACH
}
