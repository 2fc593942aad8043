package io.fairlead.ipam;

/** Why a Service has just this address. Stored by name: a constant is never renamed. */
public enum GrantReason {
  /** The first free one of the pool. */
  FIRST_FREE,
  /** The first one that others hold and share. */
  SHARED,
  /** It asked for the address by name. */
  ASKED_BY_NAME,
  /** It held it before: by its record, or by its status when the journal knew nothing. */
  ADOPTED,
  /** The address is reserved for it. */
  RESERVED,
  /** It held it before and came back within the retention time. */
  RETURNED,
  /** The pool had no other; somebody else could still have come back for it. */
  RETENTION_CUT_SHORT,
  /** The pool had no other; the quarantine after its former Service had not ended. */
  QUARANTINE_CUT_SHORT,
  /** Given by a version that recorded no reason. */
  UNRECORDED
}
