package io.fairlead.speaker.l2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.net.IpAddress;
import io.fairlead.net.MacAddress;
import io.fairlead.speaker.plan.Announcement;
import io.fairlead.wire.arp.ArpPacket;
import io.fairlead.wire.ethernet.EthernetFrame;
import io.fairlead.wire.ndp.NdpPacket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ClaimDeskTest {
  private static final MacAddress STRANGER = MacAddress.parse("02:00:5e:00:53:0a");
  private static final MacAddress PEER = MacAddress.parse("02:00:5e:00:53:02");
  private static final IpAddress ADDRESS = IpAddress.parse("192.168.120.200");
  private static final Announcement EVERYWHERE = new Announcement(1, new TreeSet<>());
  private static final Announcement ON_ETH1 = new Announcement(1, new TreeSet<>(List.of("eth1")));

  private final Map<IpAddress, Announcement> announced = new HashMap<>();
  private final ClaimDesk desk = new ClaimDesk(announced, L2Settings.DEFAULT);
  private final List<Long> asked = new ArrayList<>();

  ClaimDeskTest() {
    desk.knowPeers(Set.of(PEER));
  }

  @Test
  void probe_asksThreeTimesAndFindsTheAddressFreeAfterTheLastInterval() {
    var result = start(EVERYWHERE, false);
    workUntil(1_299);
    assertEquals(List.of(1_000L, 1_100L, 1_200L), asked);
    assertFalse(result.isDone());
    workUntil(1_300);
    assertEquals(new ProbeResult.Free(), result.join());
    assertTrue(desk.nextMillis().isEmpty());
    assertFalse(desk.isProbing(ADDRESS, "eth0"));
  }

  @Test
  void probe_endsWithTheMacOfAStranger() {
    var result = start(EVERYWHERE, false);
    workUntil(1_050);
    assertEquals(ClaimDesk.Verdict.OCCUPIED, heard(STRANGER, false, 1_060));
    assertEquals(new ProbeResult.Occupied(STRANGER, "eth0"), result.join());
    workUntil(2_000);
    assertEquals(List.of(1_000L), asked);
  }

  @Test
  void probe_ofTwoAtTheSameTimeIsNotFreeForEither() {
    var result = start(EVERYWHERE, false);
    assertEquals(ClaimDesk.Verdict.OCCUPIED, heard(STRANGER, true, 1_000));
    assertTrue(result.isDone());
  }

  @Test
  void probe_passesOverAPeerUnlessThatIsWhatIsAsked() {
    var first = start(EVERYWHERE, false);
    assertEquals(ClaimDesk.Verdict.NONE, heard(PEER, false, 1_000));
    assertFalse(first.isDone());
    var unconfirmed = start(EVERYWHERE, true);
    assertEquals(ClaimDesk.Verdict.OCCUPIED, heard(PEER, false, 1_000));
    assertEquals(new ProbeResult.Occupied(PEER, "eth0"), unconfirmed.join());
  }

  @Test
  void probe_isNotConcernedWithOtherInterfaces() {
    var result = start(ON_ETH1, false);
    assertEquals(ClaimDesk.Verdict.NONE, heard(STRANGER, false, 1_000));
    assertFalse(result.isDone());
    assertTrue(desk.isProbing(ADDRESS, "eth1"));
    assertFalse(desk.isProbing(ADDRESS, "eth0"));
  }

  @Test
  void probe_waitsForAnInterfaceToAskOn() {
    var result = start(EVERYWHERE, false);
    for (long now = 1_000; now < 9_000; now += 50) {
      desk.work(now, (_, _) -> false);
    }
    assertFalse(result.isDone());
    for (long now = 9_000; now < 10_000; now += 50) {
      desk.work(now, (_, _) -> true);
    }
    assertEquals(new ProbeResult.Free(), result.join());
  }

  @Test
  void probe_ofNoneIsFreeAtOnce() {
    var none = new ClaimDesk(announced, L2Settings.DEFAULT.withProbes(0));
    var result = new CompletableFuture<ProbeResult>();
    none.start(ADDRESS, new ClaimDesk.Probe(EVERYWHERE, false, result), 1_000);
    assertEquals(Set.of(ADDRESS), none.work(1_000, (_, _) -> false));
    assertTrue(result.isDone());
  }

  @Test
  void announced_isDefendedOnceInTenSecondsAndAlwaysAConflict() {
    announced.put(ADDRESS, EVERYWHERE);
    assertEquals(ClaimDesk.Verdict.CONFLICT_TO_DEFEND, heard(STRANGER, false, 1_000));
    assertEquals(ClaimDesk.Verdict.CONFLICT, heard(STRANGER, false, 1_001));
    assertEquals(ClaimDesk.Verdict.CONFLICT, heard(STRANGER, false, 10_999));
    assertEquals(ClaimDesk.Verdict.CONFLICT_TO_DEFEND, heard(STRANGER, false, 11_000));
    desk.forget(ADDRESS);
    assertEquals(ClaimDesk.Verdict.CONFLICT_TO_DEFEND, heard(STRANGER, false, 11_001));
  }

  @Test
  void announced_isNoConflictWithAPeerOrAQuestionOrOnAnotherInterface() {
    announced.put(ADDRESS, EVERYWHERE);
    assertEquals(ClaimDesk.Verdict.PEER, heard(PEER, false, 1_000));
    assertEquals(ClaimDesk.Verdict.NONE, heard(STRANGER, true, 1_000));
    assertEquals(ClaimDesk.Verdict.NONE, heard(MacAddress.ZERO, false, 1_000));
    assertEquals(ClaimDesk.Verdict.NONE, heard(MacAddress.BROADCAST, false, 1_000));
    announced.put(ADDRESS, ON_ETH1);
    assertEquals(ClaimDesk.Verdict.NONE, heard(STRANGER, false, 1_000));
  }

  @Test
  void claims_areReadFromPacketsOfBothKinds() {
    var ip6 = IpAddress.parse("2001:db8::c8");
    var header = new EthernetFrame(PEER, STRANGER, EthernetFrame.ETHER_TYPE_IPV6);
    assertEquals(
        new AddressClaim(ADDRESS, STRANGER, false),
        AddressClaim.in(ArpPacket.gratuitousReply(STRANGER, ADDRESS)));
    assertEquals(
        new AddressClaim(ip6, PEER, false),
        AddressClaim.in(header, NdpPacket.unsolicited(PEER, ip6)));
    assertEquals(
        new AddressClaim(ip6, STRANGER, true), AddressClaim.in(header, NdpPacket.probe(ip6)));
  }

  private CompletableFuture<ProbeResult> start(Announcement announcement, boolean heedPeers) {
    var result = new CompletableFuture<ProbeResult>();
    desk.start(ADDRESS, new ClaimDesk.Probe(announcement, heedPeers, result), 1_000);
    return result;
  }

  private void workUntil(long endMillis) {
    while (desk.nextMillis().isPresent() && desk.nextMillis().getAsLong() <= endMillis) {
      long now = desk.nextMillis().getAsLong();
      desk.work(
          now,
          (_, _) -> {
            asked.add(now);
            return true;
          });
    }
  }

  private ClaimDesk.Verdict heard(MacAddress mac, boolean probe, long nowMillis) {
    return desk.heard(new AddressClaim(ADDRESS, mac, probe), "eth0", nowMillis);
  }
}
