package io.fairlead.bfd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.wire.bfd.BfdDiagnostic;
import io.fairlead.wire.bfd.BfdDropReason;
import io.fairlead.wire.bfd.BfdPacket;
import io.fairlead.wire.bfd.BfdState;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The rules of RFC 5880 section 6.8, one by one; the peer is a hand that writes packets. */
class BfdSessionTest {
  private static final long MILLI = 1_000_000;
  private static final BfdTimers FAST = BfdTimers.every(50_000, 3);
  private static final int MINE = 11;
  private static final int YOURS = 22;

  @Test
  void stateMachine_isThatOfSection6_8_6() {
    assertTransitions(BfdState.DOWN, BfdState.DOWN, BfdState.INIT, BfdState.UP, BfdState.DOWN);
    assertTransitions(BfdState.INIT, BfdState.DOWN, BfdState.INIT, BfdState.UP, BfdState.UP);
    assertTransitions(BfdState.UP, BfdState.DOWN, BfdState.DOWN, BfdState.UP, BfdState.UP);
  }

  private static void assertTransitions(
      BfdState from, BfdState onAdminDown, BfdState onDown, BfdState onInit, BfdState onUp) {
    var wanted = new EnumMap<BfdState, BfdState>(BfdState.class);
    wanted.putAll(
        Map.of(
            BfdState.ADMIN_DOWN, onAdminDown,
            BfdState.DOWN, onDown,
            BfdState.INIT, onInit,
            BfdState.UP, onUp));
    wanted.forEach(
        (heard, to) ->
            assertEquals(
                to, step(in(from), from(heard), 1).session().state(), from + " hears " + heard));
  }

  @Test
  void newSession_sendsOnceASecondWithJitterUntilItIsUp() {
    var session = BfdSession.start(FAST, false, MINE, 1, 0);
    long last = 0;
    for (int i = 0; i < 50; i++) {
      long due = session.nextNanos();
      var step = session.step(new BfdInput.Tick(), due);
      var sent = sentBy(step);
      assertEquals(1_000_000, sent.desiredMinTxMicros());
      assertEquals(50_000, sent.requiredMinRxMicros());
      assertTrue(i == 0 || due - last >= 750 * MILLI, due - last + " ns");
      assertTrue(due - last <= 1_000 * MILLI, due - last + " ns");
      last = due;
      session = step.session();
    }
  }

  @Test
  void passiveSession_speaksOnlyWhenSpokenTo() {
    var session = BfdSession.start(FAST, true, MINE, 1, 0);
    assertEquals(BfdSession.NEVER, session.nextNanos());
    var step = step(session, from(BfdState.DOWN), 5);
    assertEquals(BfdState.INIT, sentBy(step).state());
    assertTrue(step.session().nextNanos() < BfdSession.NEVER);
  }

  @Test
  void becomingUp_startsAPollThatEndsWithTheFinalBit() {
    var up = step(in(BfdState.INIT), from(BfdState.UP), 5);
    var sent = sentBy(up);
    assertTrue(sent.poll());
    assertEquals(50_000, sent.desiredMinTxMicros());
    assertTrue(up.session().polling());
    var after = step(up.session(), packet(BfdState.UP, false, true, 50_000, 50_000), 6).session();
    assertEquals(false, after.polling());
  }

  @Test
  void poll_isAnsweredAtOnceWithTheFinalBitAndNotWithAPoll() {
    var up = in(BfdState.UP);
    var step = step(up, packet(BfdState.UP, true, false, 50_000, 50_000), 5);
    var sent = sentBy(step);
    assertTrue(sent.finished());
    assertEquals(false, sent.poll());
    assertEquals(up.transmitNanos(), step.session().transmitNanos(), "the timer is not touched");
  }

  @Test
  void silence_isDownAfterTheRemoteMultiplierTimesTheGreaterInterval() {
    var up = step(in(BfdState.UP), packet(BfdState.UP, false, true, 80_000, 50_000), 0).session();
    assertEquals(3 * 80 * MILLI, up.detectionNanos());
    assertEquals(List.of(), changes(up.step(new BfdInput.Tick(), 240 * MILLI - 1)));
    var down = up.step(new BfdInput.Tick(), 240 * MILLI);
    assertEquals(
        List.of(
            new BfdOutput.Changed(
                BfdState.UP,
                BfdState.DOWN,
                BfdState.UP,
                BfdDiagnostic.CONTROL_DETECTION_TIME_EXPIRED)),
        changes(down));
    assertEquals(0, sentBy(down).yourDiscriminator());
    assertEquals(1_000_000, sentBy(down).desiredMinTxMicros());
  }

  @Test
  void resumed_blamesNobodyForWhatWasNotHeardMeanwhile() {
    var up = step(in(BfdState.UP), from(BfdState.UP), 0).session();
    var resumed = up.step(new BfdInput.Resumed(), 60_000 * MILLI).session();
    var step = resumed.step(new BfdInput.Tick(), 60_149 * MILLI);
    assertEquals(List.of(), changes(step));
    assertEquals(1, changes(step.session().step(new BfdInput.Tick(), 60_150 * MILLI)).size());
  }

  @Test
  void remoteThatWantsNone_getsNone() {
    var up = step(in(BfdState.UP), packet(BfdState.UP, false, true, 50_000, 0), 0).session();
    assertEquals(BfdSession.NEVER, up.transmitNanos());
  }

  @Test
  void remoteThatTakesMoreFromNowOn_getsItBeforeTheSlowIntervalEnds() {
    var slow = step(in(BfdState.UP), packet(BfdState.UP, false, true, 50_000, 900_000), 0);
    var fast = step(slow.session(), packet(BfdState.UP, false, false, 50_000, 50_000), 10 * MILLI);
    assertTrue(fast.session().transmitNanos() <= 60 * MILLI, fast.session().toString());
  }

  @Test
  void increasedTransmitInterval_waitsForTheEndOfThePoll() {
    var up = step(in(BfdState.UP), packet(BfdState.UP, false, true, 50_000, 50_000), 0).session();
    var retuned = up.step(new BfdInput.Retune(new BfdTimers(400_000, 50_000, 3)), MILLI).session();
    assertTrue(retuned.packet().poll());
    assertEquals(400_000, retuned.packet().desiredMinTxMicros());
    assertEquals(50 * MILLI, retuned.transmitIntervalNanos());
    var done = step(retuned, packet(BfdState.UP, false, true, 50_000, 50_000), 2 * MILLI);
    assertEquals(400 * MILLI, done.session().transmitIntervalNanos());
  }

  @Test
  void decreasedReceiveInterval_countsForDetectionOnlyAfterThePoll() {
    var slow = BfdTimers.every(500_000, 3);
    var up =
        step(in(BfdState.UP, slow), packet(BfdState.UP, false, true, 50_000, 50_000), 0).session();
    var retuned = up.step(new BfdInput.Retune(FAST), MILLI).session();
    assertEquals(1_500 * MILLI, retuned.detectionNanos());
    var done = step(retuned, packet(BfdState.UP, false, true, 50_000, 50_000), 2 * MILLI);
    assertEquals(150 * MILLI, done.session().detectionNanos());
  }

  @Test
  void adminDown_isSaidAndPacketsAreDiscardedUntilEnabled() {
    var step = in(BfdState.UP).step(new BfdInput.Disable(BfdDiagnostic.PATH_DOWN), 5);
    assertEquals(BfdState.ADMIN_DOWN, sentBy(step).state());
    assertEquals(BfdDiagnostic.PATH_DOWN, sentBy(step).diagnostic());
    assertEquals(
        List.of(new BfdOutput.Dropped(BfdDropReason.ADMIN_DOWN)),
        step(step.session(), from(BfdState.DOWN), 6).outputs());
    var enabled = step.session().step(new BfdInput.Enable(), 7).session();
    assertEquals(BfdState.INIT, step(enabled, from(BfdState.DOWN), 8).session().state());
  }

  @Test
  void forgottenRemote_isAddressedWithoutADiscriminator() {
    var heard = step(in(BfdState.DOWN), from(BfdState.UP), 0).session();
    assertEquals(YOURS, heard.packet().yourDiscriminator());
    var later = heard.step(new BfdInput.Tick(), heard.expiryNanos()).session();
    assertEquals(0, later.packet().yourDiscriminator());
  }

  @Test
  void packetForAnotherSession_isDiscarded() {
    var stray =
        new BfdPacket(
            BfdDiagnostic.NONE, BfdState.DOWN, false, false, false, false, 3, YOURS, 99, 1, 1, 0);
    assertEquals(
        List.of(new BfdOutput.Dropped(BfdDropReason.NO_SESSION)),
        step(in(BfdState.UP), stray, 5).outputs());
  }

  @Test
  void demandingRemote_getsNoPeriodicPacketsWhileBothAreUp() {
    var up = step(in(BfdState.UP), packet(BfdState.UP, false, true, 50_000, 50_000), 0).session();
    var demand =
        new BfdPacket(
            BfdDiagnostic.NONE,
            BfdState.UP,
            false,
            false,
            false,
            true,
            3,
            YOURS,
            MINE,
            50_000,
            50_000,
            0);
    assertEquals(BfdSession.NEVER, step(up, demand, 5).session().transmitNanos());
  }

  private static BfdSession in(BfdState state) {
    return in(state, FAST);
  }

  private static BfdSession in(BfdState state, BfdTimers timers) {
    var down = BfdSession.start(timers, false, MINE, 1, 0);
    return switch (state) {
      case ADMIN_DOWN -> down.step(new BfdInput.Disable(BfdDiagnostic.NONE), 0).session();
      case DOWN -> down;
      case INIT -> step(down, from(BfdState.DOWN), 0).session();
      case UP -> step(down, from(BfdState.INIT), 0).session();
    };
  }

  private static BfdPacket from(BfdState state) {
    return packet(state, false, false, 50_000, 50_000);
  }

  private static BfdPacket packet(
      BfdState state, boolean poll, boolean fin, long txMicros, long rxMicros) {
    return new BfdPacket(
        BfdDiagnostic.NONE, state, poll, fin, false, false, 3, YOURS, MINE, txMicros, rxMicros, 0);
  }

  private static BfdSession.Step step(BfdSession session, BfdPacket packet, long now) {
    return session.step(new BfdInput.Received(packet), now);
  }

  private static BfdPacket sentBy(BfdSession.Step step) {
    var sent =
        step.outputs().stream()
            .filter(BfdOutput.Send.class::isInstance)
            .map(BfdOutput.Send.class::cast)
            .toList();
    assertEquals(1, sent.size(), step.outputs().toString());
    return sent.getFirst().packet();
  }

  private static List<BfdOutput> changes(BfdSession.Step step) {
    return step.outputs().stream().filter(BfdOutput.Changed.class::isInstance).toList();
  }
}
