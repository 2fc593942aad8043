package io.fairlead.deploy.speaker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.deploy.metrics.SampleLines;
import io.fairlead.net.IpAddress;
import io.fairlead.placement.Succession;
import io.fairlead.speaker.hello.HelloCounters;
import io.fairlead.speaker.l2.L2Counters;
import io.fairlead.speaker.plan.Announcement;
import io.fairlead.table.AnnouncementTable;
import io.fairlead.table.TableEntry;
import io.fairlead.table.TableRevision;
import io.fairlead.wire.arp.DropReason;
import io.fairlead.wire.bfd.BfdDropReason;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SpeakerMetricsTest {
  private static final IpAddress IP = IpAddress.parse("192.168.1.9");
  private static final IpAddress GONE = IpAddress.parse("192.168.1.10");

  private static final AnnouncementTable TABLE =
      AnnouncementTable.of(
          TableRevision.NONE,
          List.of(
              new TableEntry(
                  IP,
                  new TreeSet<>(List.of(new ServiceKey("shop", "web"), new ServiceKey("a", "b"))),
                  new Succession(1, List.of(new NodeName("n1"))),
                  new TreeSet<>())));

  private static final L2Counters LAYER2 =
      new L2Counters(
          new TreeMap<>(Map.of(DropReason.ARP_REPLY, 7L)),
          new TreeMap<>(),
          new L2Counters.Totals(1, 2, 3, 4, 5, 6, 7, 8),
          new TreeMap<>(Map.of(IP, new L2Counters.OfAddress(30, 20, 10))));

  private static List<String> samples(String name, Optional<HelloCounters> hello) {
    NavigableMap<IpAddress, Announcement> announced = new TreeMap<>();
    announced.put(IP, new Announcement(1, new TreeSet<>()));
    announced.put(GONE, new Announcement(1, new TreeSet<>()));
    var sources =
        new SpeakerMetrics.Sources(
            new NodeName("n1"), () -> announced, () -> TABLE, () -> LAYER2, () -> hello);
    return SpeakerMetrics.of(sources).stream()
        .filter(each -> each.name().equals(name))
        .flatMap(each -> SampleLines.of(each).stream())
        .sorted()
        .toList();
  }

  @Test
  void announced_hasOneSampleForEachServiceAndAddress() {
    assertEquals(
        List.of("a/b layer2 n1 192.168.1.9 1.0", "shop/web layer2 n1 192.168.1.9 1.0"),
        samples("metallb_speaker_announced", Optional.empty()));
  }

  @Test
  void layer2_countsByAddressAndByReason() {
    assertEquals(
        List.of("192.168.1.9 30.0"), samples("metallb_layer2_requests_received", Optional.empty()));
    assertEquals(
        List.of("192.168.1.9 20.0"), samples("metallb_layer2_responses_sent", Optional.empty()));
    assertEquals(
        List.of("192.168.1.9 10.0"), samples("metallb_layer2_gratuitous_sent", Optional.empty()));
    assertEquals(
        List.of("arp_reply 7.0"), samples("fairlead_layer2_arp_dropped_total", Optional.empty()));
  }

  @Test
  void layer2_totalsAreEachUnderItsOwnName() {
    var names =
        List.of(
            "frames_unsent",
            "interface_failures",
            "groups_refused",
            "probes_sent",
            "addresses_occupied",
            "conflicts",
            "peer_claims",
            "knocks");
    for (int i = 0; i < names.size(); i++) {
      assertEquals(
          List.of("%d.0".formatted(i + 1)),
          samples("fairlead_layer2_%s_total".formatted(names.get(i)), Optional.empty()));
    }
  }

  @Test
  void hello_countsWhenThereAreSessions_andIsAbsentOtherwise() {
    var counters = new HelloCounters(5, 4, Map.of(BfdDropReason.TRUNCATED, 3L), 2);

    assertEquals(List.of("5.0"), samples("fairlead_hello_sent_total", Optional.of(counters)));
    assertEquals(List.of("4.0"), samples("fairlead_hello_received_total", Optional.of(counters)));
    assertEquals(1, samples("fairlead_hello_dropped_total", Optional.of(counters)).size());
    assertEquals(List.of("2.0"), samples("fairlead_hello_pauses_total", Optional.of(counters)));
    assertEquals(List.of(), samples("fairlead_hello_sent_total", Optional.empty()));
  }
}
