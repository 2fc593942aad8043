package io.fairlead.bfd;

import io.fairlead.wire.bfd.BfdDiagnostic;
import io.fairlead.wire.bfd.BfdState;

/** A copy of a session under change; it never leaves the step that made it. */
final class BfdSessionEdit {
  private final BfdSession before;
  private BfdTimers wanted;
  private BfdState state;
  private BfdDiagnostic diagnostic;
  private BfdRemote remote;
  private long desiredMinTxMicros;
  private long requiredMinRxMicros;
  private long usedMinTxMicros;
  private long usedMinRxMicros;
  private boolean polling;
  private long receivedNanos;
  private long transmitNanos;
  private long seed;

  BfdSessionEdit(BfdSession before) {
    this.before = before;
    this.wanted = before.wanted();
    this.state = before.state();
    this.diagnostic = before.diagnostic();
    this.remote = before.remote();
    this.desiredMinTxMicros = before.desiredMinTxMicros();
    this.requiredMinRxMicros = before.requiredMinRxMicros();
    this.usedMinTxMicros = before.usedMinTxMicros();
    this.usedMinRxMicros = before.usedMinRxMicros();
    this.polling = before.polling();
    this.receivedNanos = before.receivedNanos();
    this.transmitNanos = before.transmitNanos();
    this.seed = before.seed();
  }

  BfdSessionEdit wanted(BfdTimers next) {
    wanted = next;
    return this;
  }

  BfdSessionEdit state(BfdState next) {
    state = next;
    return this;
  }

  BfdSessionEdit diagnostic(BfdDiagnostic next) {
    diagnostic = next;
    return this;
  }

  BfdSessionEdit remote(BfdRemote next) {
    remote = next;
    return this;
  }

  BfdSessionEdit told(long txMicros, long rxMicros) {
    desiredMinTxMicros = txMicros;
    requiredMinRxMicros = rxMicros;
    return this;
  }

  BfdSessionEdit used(long txMicros, long rxMicros) {
    usedMinTxMicros = txMicros;
    usedMinRxMicros = rxMicros;
    return this;
  }

  BfdSessionEdit polling(boolean next) {
    polling = next;
    return this;
  }

  /** The other end knows our timers: what was told is in use from now on. */
  void pollEnded() {
    polling = false;
    usedMinTxMicros = desiredMinTxMicros;
    usedMinRxMicros = requiredMinRxMicros;
  }

  BfdSessionEdit received(long nanos) {
    receivedNanos = nanos;
    return this;
  }

  BfdSessionEdit transmit(long nanos, long nextSeed) {
    transmitNanos = nanos;
    seed = nextSeed;
    return this;
  }

  BfdSession build() {
    return new BfdSession(
        wanted,
        before.passive(),
        before.localDiscriminator(),
        state,
        diagnostic,
        remote,
        desiredMinTxMicros,
        requiredMinRxMicros,
        usedMinTxMicros,
        usedMinRxMicros,
        polling,
        receivedNanos,
        transmitNanos,
        seed);
  }
}
