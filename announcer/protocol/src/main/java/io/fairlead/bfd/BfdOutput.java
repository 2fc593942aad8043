package io.fairlead.bfd;

import io.fairlead.wire.bfd.BfdDiagnostic;
import io.fairlead.wire.bfd.BfdDropReason;
import io.fairlead.wire.bfd.BfdPacket;
import io.fairlead.wire.bfd.BfdState;

/** What a session wants done. */
public sealed interface BfdOutput {
  /** Send this packet now. */
  record Send(BfdPacket packet) implements BfdOutput {}

  /**
   * The session has another state.
   *
   * @param remote what the other end said last of its own state
   * @param diagnostic why; meaningful when it left {@link BfdState#UP}
   */
  record Changed(BfdState from, BfdState to, BfdState remote, BfdDiagnostic diagnostic)
      implements BfdOutput {}

  /** The packet was discarded. */
  record Dropped(BfdDropReason reason) implements BfdOutput {}
}
