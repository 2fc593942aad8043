package io.fairlead.persistence.schema;

/** A stored event that this build cannot turn into an event. The message is for people. */
public final class UnreadableEventException extends IllegalStateException {
  private static final long serialVersionUID = 1L;
  private static final String RUN_NEWER =
      ": the journal was written by a newer version; run that version again, or restore the"
          + " journal from a backup made before the upgrade";

  private UnreadableEventException(String message) {
    super(message);
  }

  private UnreadableEventException(String message, Throwable cause) {
    super(message, cause);
  }

  static UnreadableEventException newerVersion(Stored stored, int knownVersion) {
    return new UnreadableEventException(
        "event type '"
            + stored.type()
            + "' version "
            + stored.version()
            + " is newer than this build (knows up to "
            + knownVersion
            + ")"
            + RUN_NEWER);
  }

  static UnreadableEventException unknownType(Stored stored) {
    return new UnreadableEventException(
        "event type '" + stored.type() + "' is unknown to this build" + RUN_NEWER);
  }

  static UnreadableEventException damaged(String what) {
    return new UnreadableEventException(damagedText(what));
  }

  static UnreadableEventException damaged(String what, Throwable cause) {
    return new UnreadableEventException(damagedText(what), cause);
  }

  private static String damagedText(String what) {
    return "the journal is damaged: "
        + what
        + "; restore it from a backup, or remove it to have addresses adopted from Service status";
  }
}
