package io.fairlead.bfd;

import io.fairlead.wire.bfd.BfdDiagnostic;
import io.fairlead.wire.bfd.BfdPacket;

/** What a session is told. */
public sealed interface BfdInput {
  /** A packet for this session; where authentication is in use it has passed it. */
  record Received(BfdPacket packet) implements BfdInput {}

  /** Time has passed; due at {@link BfdSession#nextNanos} at the latest. */
  record Tick() implements BfdInput {}

  /** This end wants other timers from now on. */
  record Retune(BfdTimers timers) implements BfdInput {}

  /**
   * This end did not run for a while. What it did not hear then is no evidence: the detection time
   * starts anew.
   */
  record Resumed() implements BfdInput {}

  /** Hold the session down, and say so (RFC 5880 section 6.8.16). */
  record Disable(BfdDiagnostic why) implements BfdInput {}

  /** Hold it down no more. */
  record Enable() implements BfdInput {}
}
