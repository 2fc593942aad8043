package io.fairlead.k8s.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.net.IpAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventLedgerTest {
  private static final ServiceKey WEB = new ServiceKey("shop", "web");
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final EventText FIRST =
      EventText.ipAllocated(List.of(IpAddress.parse("192.168.120.200")));
  private static final EventText SECOND = EventText.clearAssignment(WEB, "pool shrunk");

  private final EventLedger ledger = new EventLedger();

  @Test
  void note_ofSomethingNew_isTold() {
    assertEquals(
        Optional.of(EventAggregate.first("web.1", START)), ledger.note(WEB, FIRST, START, "web.1"));
  }

  @Test
  void note_ofTheSameAgain_isNotTold() {
    ledger.note(WEB, FIRST, START, "web.1");

    assertTrue(ledger.note(WEB, FIRST, START.plusSeconds(1), "web.2").isEmpty());
    assertTrue(ledger.note(WEB, FIRST, START.plusSeconds(599), "web.3").isEmpty());
  }

  @Test
  void note_ofTheSameLongAfter_raisesTheCount() {
    ledger.note(WEB, FIRST, START, "web.1");
    ledger.note(WEB, FIRST, START.plusSeconds(1), "web.2");

    var told = ledger.note(WEB, FIRST, START.plus(EventLedger.REFRESH), "web.3").orElseThrow();

    assertEquals("web.1", told.objectName());
    assertEquals(3, told.count());
    assertEquals(START, told.first());
    assertEquals(START.plus(Duration.ofMinutes(10)), told.last());
    assertTrue(
        ledger.note(WEB, FIRST, START.plus(EventLedger.REFRESH).plusSeconds(1), "x").isEmpty());
  }

  @Test
  void note_ofTheSameAfterSomethingElse_raisesTheCountAtOnce() {
    ledger.note(WEB, FIRST, START, "web.1");
    ledger.note(WEB, SECOND, START.plusSeconds(1), "web.2");

    var told = ledger.note(WEB, FIRST, START.plusSeconds(2), "web.3").orElseThrow();

    assertEquals("web.1", told.objectName());
    assertEquals(2, told.count());
  }

  @Test
  void note_ofAnotherComponentInBetween_doesNotMakeARepeatNew() {
    ledger.note(WEB, FIRST, START, "web.1");
    ledger.note(WEB, EventText.nodeAssigned(new NodeName("n1")), START, "web.2");

    assertTrue(ledger.note(WEB, FIRST, START.plusSeconds(2), "web.3").isEmpty());
  }

  @Test
  void note_afterForget_startsAnew() {
    ledger.note(WEB, FIRST, START, "web.1");
    ledger.forget(WEB);

    assertEquals("web.2", ledger.note(WEB, FIRST, START, "web.2").orElseThrow().objectName());
  }

  @Test
  void texts_areThoseOfMetallb() {
    assertEquals("Assigned IP [\"192.168.120.200\"]", FIRST.message());
    assertEquals(
        "Assigned IP [\"10.0.0.1\" \"fd00::1\"]",
        EventText.ipAllocated(List.of(IpAddress.parse("10.0.0.1"), IpAddress.parse("fd00::1")))
            .message());
    assertEquals(
        "Failed to allocate IP for \"shop/web\": no available IPs",
        EventText.allocationFailed(WEB, "no available IPs").message());
    assertEquals(
        "announcing from node \"n1\" with protocol \"layer2\"",
        EventText.nodeAssigned(new NodeName("n1")).message());
    assertEquals(
        "current IP for \"shop/web\" not allowed by config, will attempt for new IP assignment:"
            + " pool shrunk",
        SECOND.message());
  }
}
