package io.fairlead.speaker.l2;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether the announcer may answer. A thread with nothing else to do beats: when the beat is late
 * this process stood still, and the gate is shut although nobody has noticed yet. Whoever notices
 * counts the absence, and the gate stays shut until that absence is settled, as others may have
 * taken over meanwhile. Safe for use by several threads.
 */
public final class AnswerGate {
  private final AtomicLong absences = new AtomicLong();
  private volatile long settled;
  private volatile boolean held;
  private volatile long beatNanos;
  private volatile long beatMaxNanos = Long.MAX_VALUE;

  /** From now on a beat is due within so many nanoseconds. */
  public void expectBeats(long maxNanos, long nowNanos) {
    beatNanos = nowNanos;
    beatMaxNanos = maxNanos;
  }

  /** No beats are due any more. */
  public void expectNoBeats() {
    beatMaxNanos = Long.MAX_VALUE;
  }

  /** Whoever beats after a pause counts the absence first; so no answer slips through between. */
  public void beat(long nowNanos) {
    beatNanos = nowNanos;
  }

  /** This process was away; returns the number of the absence. */
  public long countAbsence() {
    return absences.incrementAndGet();
  }

  /** What happened during this absence and all before is known now. */
  public void settle(long absence) {
    settled = absence;
  }

  /** Holds all answers back for a reason of its own, or no longer. */
  public void hold(boolean now) {
    held = now;
  }

  /** True when what is announced may be answered for. */
  public boolean mayAnswer() {
    // The beat is read first: after a late one the absence is counted before the beat is fresh.
    boolean fresh = System.nanoTime() - beatNanos <= beatMaxNanos;
    return fresh && !held && settled == absences.get();
  }
}
