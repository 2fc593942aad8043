package io.fairlead.bfd;

import io.fairlead.wire.bfd.BfdPacket;
import java.util.List;

/**
 * Holds one session for a thread that must not allocate. In the steady state the other end sends
 * the same packet again and again, and so does this end; then only two times and the seed of the
 * jitter change, which are kept here. Everything else is a {@link BfdSession#step}. Seen through
 * {@link #session} the runner is at all times the session that the steps alone would give.
 */
public final class BfdRunner {
  private BfdSession session;
  private long receivedNanos;
  private long transmitNanos;
  private long seed;
  private boolean repeatable;
  private BfdPacket outgoing;

  // Of the session, so that the steady state need not compute them.
  private long detectionNanos;
  private long intervalNanos;
  private boolean known;

  public BfdRunner(BfdSession session) {
    this.session = session;
    this.outgoing = session.packet();
    take(session);
  }

  /** The session as of now. */
  public BfdSession session() {
    return session.edit().received(receivedNanos).transmit(transmitNanos, seed).build();
  }

  /** The packet that {@link #transmit} stands for. */
  public BfdPacket outgoing() {
    return outgoing;
  }

  /** When this end must be looked at again. */
  public long nextNanos() {
    return Math.min(transmitNanos, expiryNanos());
  }

  /** When something was heard last. */
  public long receivedNanos() {
    return receivedNanos;
  }

  public List<BfdOutput> step(BfdInput input, long nowNanos) {
    var step = session().step(input, nowNanos);
    take(step.session());
    repeatable =
        input instanceof BfdInput.Received(var packet)
            && !packet.poll()
            && !packet.finished()
            && step.outputs().isEmpty()
            && session.bothUp();
    return step.outputs();
  }

  /**
   * True when receiving the last packet once more is all that {@link #repeated} says. The caller
   * compares the packets, as octets.
   */
  public boolean isRepeatable() {
    return repeatable;
  }

  /** The packet of the last {@link #step} came again. */
  public void repeated(long nowNanos) {
    receivedNanos = nowNanos;
  }

  /**
   * True when {@link #outgoing} is to be sent now, and nothing else happens; it counts as sent.
   * When this is false and {@link #nextNanos} has come, a {@link BfdInput.Tick} is due.
   */
  public boolean transmit(long nowNanos) {
    if (nowNanos < transmitNanos
        || nowNanos >= expiryNanos()
        || intervalNanos == BfdSession.NEVER) {
      return false;
    }
    transmitNanos =
        nowNanos + Jitter.apply(intervalNanos, session.wanted().detectMultiplier(), seed);
    seed = Jitter.next(seed);
    return true;
  }

  private long expiryNanos() {
    return known ? receivedNanos + detectionNanos : BfdSession.NEVER;
  }

  private void take(BfdSession next) {
    session = next;
    receivedNanos = next.receivedNanos();
    transmitNanos = next.transmitNanos();
    seed = next.seed();
    known = next.remote().isKnown();
    detectionNanos = next.detectionNanos();
    intervalNanos = next.transmitIntervalNanos();
    if (!outgoing.equals(next.packet())) {
      outgoing = next.packet();
    }
  }
}
