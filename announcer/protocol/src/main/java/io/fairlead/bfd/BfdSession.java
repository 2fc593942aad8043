package io.fairlead.bfd;

import io.fairlead.wire.bfd.BfdDiagnostic;
import io.fairlead.wire.bfd.BfdDropReason;
import io.fairlead.wire.bfd.BfdPacket;
import io.fairlead.wire.bfd.BfdState;
import java.util.ArrayList;
import java.util.List;

/**
 * One session, asynchronous mode (RFC 5880 section 6.8). The names are the RFC's state variables.
 *
 * @param wanted used while the session is Up; before, it sends at most once a second
 * @param passive it does not speak first (section 6.1)
 * @param localDiscriminator not zero, unique among the sessions of this program
 * @param desiredMinTxMicros as told to the other end
 * @param requiredMinRxMicros as told to the other end
 * @param usedMinTxMicros as in use; an increase waits for the end of the poll (section 6.8.3)
 * @param usedMinRxMicros as in use for detection; a decrease waits for the end of the poll
 * @param polling a poll sequence is under way (section 6.5)
 * @param receivedNanos when the detection time began; meaningful while the remote is known
 * @param transmitNanos when the next periodic packet is due; {@link #NEVER} for none
 * @param seed of the jitter
 */
public record BfdSession(
    BfdTimers wanted,
    boolean passive,
    int localDiscriminator,
    BfdState state,
    BfdDiagnostic diagnostic,
    BfdRemote remote,
    long desiredMinTxMicros,
    long requiredMinRxMicros,
    long usedMinTxMicros,
    long usedMinRxMicros,
    boolean polling,
    long receivedNanos,
    long transmitNanos,
    long seed) {
  /** Later than anything. */
  public static final long NEVER = Long.MAX_VALUE;

  /** Section 6.8.3: the transmit interval while the session is not Up. */
  public static final long SLOW_TX_MICROS = 1_000_000;

  private static final long NANOS_PER_MICRO = 1_000;

  /** What a step leads to. */
  public record Step(BfdSession session, List<BfdOutput> outputs) {
    public Step {
      outputs = List.copyOf(outputs);
    }
  }

  /** A session that is Down; an active one sends its first packet at once. */
  public static BfdSession start(
      BfdTimers wanted, boolean passive, int localDiscriminator, long seed, long nowNanos) {
    if (localDiscriminator == 0) {
      throw new IllegalArgumentException("a discriminator is not zero");
    }
    long slow = Math.max(SLOW_TX_MICROS, wanted.desiredMinTxMicros());
    long minRx = wanted.requiredMinRxMicros();
    return new BfdSession(
        wanted,
        passive,
        localDiscriminator,
        BfdState.DOWN,
        BfdDiagnostic.NONE,
        BfdRemote.UNKNOWN,
        slow,
        minRx,
        slow,
        minRx,
        false,
        nowNanos,
        passive ? NEVER : nowNanos,
        Jitter.next(seed));
  }

  /** The one way in which a session changes. */
  public Step step(BfdInput input, long nowNanos) {
    return switch (input) {
      case BfdInput.Received(var packet) -> received(packet, nowNanos);
      case BfdInput.Tick() -> tick(nowNanos);
      case BfdInput.Retune(var timers) -> quiet(retuned(timers, nowNanos));
      case BfdInput.Resumed() -> quiet(edit().received(nowNanos).build());
      case BfdInput.Disable(var why) -> disabled(why, nowNanos);
      case BfdInput.Enable() -> enabled(nowNanos);
    };
  }

  /** When the next {@link BfdInput.Tick} is due. */
  public long nextNanos() {
    return Math.min(transmitNanos, expiryNanos());
  }

  /** When the other end counts as gone if nothing comes; {@link #NEVER} when it is not known. */
  public long expiryNanos() {
    return remote.isKnown() ? receivedNanos + detectionNanos() : NEVER;
  }

  /** The detection time (section 6.8.4). */
  public long detectionNanos() {
    return remote.detectMultiplier()
        * Math.max(usedMinRxMicros, remote.minTxMicros())
        * NANOS_PER_MICRO;
  }

  /** The interval of periodic packets before jitter (section 6.8.2); {@link #NEVER} for none. */
  public long transmitIntervalNanos() {
    boolean silent =
        remote.minRxMicros() == 0
            || (passive && !remote.isKnown())
            || (remote.demand() && bothUp() && !polling);
    return silent ? NEVER : Math.max(usedMinTxMicros, remote.minRxMicros()) * NANOS_PER_MICRO;
  }

  /** The packet that this session sends now. */
  public BfdPacket packet() {
    return packet(polling, false);
  }

  boolean bothUp() {
    return state == BfdState.UP && remote.state() == BfdState.UP;
  }

  // Section 6.8.6, from the point at which the session is found.
  private Step received(BfdPacket packet, long now) {
    if (packet.yourDiscriminator() != 0 && packet.yourDiscriminator() != localDiscriminator) {
      return new Step(this, List.of(new BfdOutput.Dropped(BfdDropReason.NO_SESSION)));
    }
    if (state == BfdState.ADMIN_DOWN) {
      return new Step(this, List.of(new BfdOutput.Dropped(BfdDropReason.ADMIN_DOWN)));
    }
    var next = edit().remote(BfdRemote.of(packet)).received(now);
    if (polling && packet.finished()) {
      next.pollEnded();
    }
    var heard = next.build();
    var to = heard.stateAfter(packet.state());
    var moved = to == state ? heard : heard.in(to, diagnosticOf(to));
    var paced = moved.paced(transmitIntervalNanos(), now);
    var outputs = new ArrayList<BfdOutput>();
    if (to != state) {
      outputs.add(new BfdOutput.Changed(state, to, packet.state(), moved.diagnostic));
      // Section 6.8.7: news need not wait for the next periodic packet.
      paced = paced.transmitted(now);
      outputs.add(new BfdOutput.Send(paced.packet()));
    }
    if (packet.poll()) {
      outputs.add(new BfdOutput.Send(paced.packet(false, true)));
    }
    return new Step(paced, outputs);
  }

  private BfdState stateAfter(BfdState said) {
    if (said == BfdState.ADMIN_DOWN) {
      return BfdState.DOWN;
    }
    return switch (state) {
      case DOWN ->
          switch (said) {
            case DOWN -> BfdState.INIT;
            case INIT -> BfdState.UP;
            case UP, ADMIN_DOWN -> BfdState.DOWN;
          };
      case INIT -> said == BfdState.INIT || said == BfdState.UP ? BfdState.UP : BfdState.INIT;
      case UP -> said == BfdState.DOWN ? BfdState.DOWN : BfdState.UP;
      case ADMIN_DOWN -> BfdState.ADMIN_DOWN;
    };
  }

  private BfdDiagnostic diagnosticOf(BfdState to) {
    return to == BfdState.DOWN ? BfdDiagnostic.NEIGHBOR_SIGNALED_SESSION_DOWN : diagnostic;
  }

  private Step tick(long now) {
    if (now >= expiryNanos()) {
      var forgotten = edit().remote(BfdRemote.UNKNOWN).build();
      if (state == BfdState.INIT || state == BfdState.UP) {
        var down = forgotten.in(BfdState.DOWN, BfdDiagnostic.CONTROL_DETECTION_TIME_EXPIRED);
        var sent = down.transmitted(now);
        return new Step(
            sent,
            List.of(
                new BfdOutput.Changed(state, BfdState.DOWN, remote.state(), down.diagnostic),
                new BfdOutput.Send(down.packet(false, false))));
      }
      return quiet(forgotten.paced(transmitIntervalNanos(), now));
    }
    if (now >= transmitNanos) {
      var sent = transmitted(now);
      return new Step(sent, List.of(new BfdOutput.Send(sent.packet())));
    }
    return quiet(this);
  }

  // Section 6.8.3.
  private BfdSession retuned(BfdTimers timers, long now) {
    var next = edit().wanted(timers).build().timed(state);
    return next.paced(transmitIntervalNanos(), now);
  }

  private Step disabled(BfdDiagnostic why, long now) {
    if (state == BfdState.ADMIN_DOWN) {
      return quiet(this);
    }
    var down = in(BfdState.ADMIN_DOWN, why);
    var sent = down.transmitted(now);
    return new Step(
        sent,
        List.of(
            new BfdOutput.Changed(state, BfdState.ADMIN_DOWN, remote.state(), why),
            new BfdOutput.Send(down.packet())));
  }

  private Step enabled(long now) {
    if (state != BfdState.ADMIN_DOWN) {
      return quiet(this);
    }
    var down = edit().remote(BfdRemote.UNKNOWN).build().in(BfdState.DOWN, diagnostic);
    return new Step(
        down.paced(NEVER, now),
        List.of(new BfdOutput.Changed(state, BfdState.DOWN, BfdState.DOWN, down.diagnostic)));
  }

  private BfdSession in(BfdState to, BfdDiagnostic why) {
    return edit().state(to).diagnostic(why).build().timed(to);
  }

  // What is told and what is in use, for this state. A change while Up starts a poll, which tells
  // the other end before this end relies on it.
  private BfdSession timed(BfdState now) {
    boolean up = now == BfdState.UP;
    long tx =
        up ? wanted.desiredMinTxMicros() : Math.max(SLOW_TX_MICROS, wanted.desiredMinTxMicros());
    long rx = wanted.requiredMinRxMicros();
    boolean changed = tx != desiredMinTxMicros || rx != requiredMinRxMicros;
    return edit()
        .told(tx, rx)
        .used(up ? Math.min(tx, usedMinTxMicros) : tx, up ? Math.max(rx, usedMinRxMicros) : rx)
        .polling(up && (polling || changed))
        .build();
  }

  // A changed interval counts at once: a fast peer would not wait for the end of a slow interval.
  private BfdSession paced(long intervalBefore, long now) {
    long interval = transmitIntervalNanos();
    if (interval == intervalBefore) {
      return this;
    }
    if (interval == NEVER) {
      return edit().transmit(NEVER, seed).build();
    }
    long due = now + Jitter.apply(interval, wanted.detectMultiplier(), seed);
    boolean sooner = due < transmitNanos;
    return sooner ? edit().transmit(due, Jitter.next(seed)).build() : this;
  }

  private BfdSession transmitted(long now) {
    long interval = transmitIntervalNanos();
    long due =
        interval == NEVER ? NEVER : now + Jitter.apply(interval, wanted.detectMultiplier(), seed);
    return edit().transmit(due, Jitter.next(seed)).build();
  }

  private BfdPacket packet(boolean poll, boolean fin) {
    return new BfdPacket(
        diagnostic,
        state,
        poll,
        fin,
        false,
        false,
        wanted.detectMultiplier(),
        localDiscriminator,
        remote.discriminator(),
        desiredMinTxMicros,
        requiredMinRxMicros,
        0);
  }

  private static Step quiet(BfdSession session) {
    return new Step(session, List.of());
  }

  BfdSessionEdit edit() {
    return new BfdSessionEdit(this);
  }
}
