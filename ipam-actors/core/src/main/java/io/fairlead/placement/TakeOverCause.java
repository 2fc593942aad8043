package io.fairlead.placement;

/** Why a stand-by took an address over. Stored by name: a constant is never renamed. */
public enum TakeOverCause {
  /** The owner's hellos stayed away for the detection time. */
  HELLO_SILENT,
  /** The owner said by hello that it announces no more: it lost its link, or leaves. */
  OWNER_SAID_SO,
  /** The cluster's failure detector no longer reaches the owner. */
  CLUSTER_UNREACHABLE,
  /** The owner handed over, or left the cluster in order. */
  OWNER_LEFT,
  /** The owner lives, and said that it has no usable interface for the address. */
  OWNER_LACKS_INTERFACE
}
