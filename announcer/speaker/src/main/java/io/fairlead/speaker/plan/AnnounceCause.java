package io.fairlead.speaker.plan;

/** Why this node announces an address. */
public enum AnnounceCause {
  /** The table names this node as the owner. */
  OWNER_BY_TABLE,
  /** This node claimed the address with a higher epoch than the table's, and still holds it. */
  CLAIM_HELD,
  /** Everyone before this node in the succession is gone. */
  TAKE_OVER
}
