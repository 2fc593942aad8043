package io.fairlead.membership;

/** The life of a member in the gossip, in order; a removed member has no status. */
public enum MemberStatus {
  JOINING,
  WEAKLY_UP,
  UP,
  LEAVING,
  EXITING,
  DOWN
}
