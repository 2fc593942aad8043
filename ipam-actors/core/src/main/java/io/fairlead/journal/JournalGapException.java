package io.fairlead.journal;

/** The journal lacks an event, or has one twice. The entity must not go on from a wrong state. */
public final class JournalGapException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  public JournalGapException(long expected, long found) {
    super(
        "the journal is damaged: expected event number "
            + expected
            + " but found "
            + found
            + "; restore it from a backup, or remove it to have addresses adopted from Service"
            + " status");
  }
}
