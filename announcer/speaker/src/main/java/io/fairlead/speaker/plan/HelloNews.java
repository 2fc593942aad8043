package io.fairlead.speaker.plan;

/** What a hello session says of the node at its other end. */
public enum HelloNews {
  /** It is heard, and hears this node. */
  UP,
  /** The session is not Up, for a reason that proves nothing: it does not hear this node, say. */
  UNKNOWN,
  /** It was not heard for the detection time; this node may be the one that is cut off. */
  SILENT,
  /** It was not heard for the detection time, while another node was. */
  SILENT_CONFIRMED,
  /** It said that it announces no more: it leaves, or lost its link. */
  LEFT
}
