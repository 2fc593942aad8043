package io.fairlead.election.actor;

import static io.fairlead.election.Samples.claim;
import static io.fairlead.election.Samples.demand;
import static io.fairlead.election.Samples.ip;
import static io.fairlead.election.Samples.node;
import static io.fairlead.election.Samples.nodes;
import static io.fairlead.election.Samples.preferring;
import static io.fairlead.election.Samples.wanting;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.election.NodeWeights;
import io.fairlead.election.SpeakerMembership;
import io.fairlead.election.actor.TableProtocol.ToPublisher;
import io.fairlead.election.actor.TableProtocol.ToSpeaker;
import io.fairlead.net.IpPrefix;
import io.fairlead.net.MacAddress;
import io.fairlead.placement.AddressConflict;
import io.fairlead.placement.NodeInterface;
import io.fairlead.placement.TakeOver;
import io.fairlead.placement.TakeOverCause;
import io.fairlead.table.HelloKey;
import io.fairlead.table.TableDelta;
import io.fairlead.table.TableEntry;
import io.fairlead.table.TableRevision;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.serialization.SerializationExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Everything that crosses nodes survives its serializer, and fits a frame. */
class TableSerializationTest {
  private static final int FRAME_BYTES_MAX = 262_144;
  private static final ActorTestKit KIT = ActorTestKit.create();
  private static final TableRevision R1 = new TableRevision(3, 17);
  private static final TableRevision R2 = new TableRevision(3, 18);

  private final ActorRef<ToPublisher> publisher = KIT.createTestProbe(ToPublisher.class).getRef();
  private final ActorRef<ToSpeaker> speaker = KIT.createTestProbe(ToSpeaker.class).getRef();

  @AfterAll
  static void shutdown() {
    KIT.shutdownTestKit();
  }

  private static void roundTrips(Object message) {
    KIT.serializationTestKit().verifySerialization(message, true);
  }

  private static int size(Object message) {
    return SerializationExtension.get(KIT.system()).serialize(message).get().length;
  }

  @Test
  void whatThePublisherIsToldRoundTrips() {
    var claims = List.of(claim("192.0.2.1", "n1", 5), claim("2001:db8::1", "n1", 1L << 47));

    roundTrips(new TableProtocol.Subscribe(node("n1"), R1, claims, speaker));
    roundTrips(new TableProtocol.Acknowledge(node("n1"), TableRevision.NONE));
    roundTrips(new TableProtocol.ReportClaims(node("n1"), claims));
    var takeOver =
        new TakeOver(
            ip("192.0.2.1"),
            node("n2"),
            node("n1"),
            5,
            TakeOverCause.HELLO_SILENT,
            Instant.parse("2026-03-01T03:12:00.123456Z"),
            Instant.EPOCH,
            Instant.EPOCH);
    roundTrips(new TableProtocol.ReportTakeOvers(node("n1"), List.of(takeOver)));
    var mac = MacAddress.parse("02:00:5e:00:53:0a");
    var subnets = List.of(IpPrefix.parse("192.0.2.0/24"), IpPrefix.parse("2001:db8::/64"));
    roundTrips(
        new TableProtocol.ReportInterfaces(
            node("n1"), List.of(new NodeInterface("eth0", mac, subnets))));
    roundTrips(
        new TableProtocol.ReportConflict(
            new AddressConflict(ip("192.0.2.1"), node("n1"), mac, "eth0", false)));
  }

  @Test
  void whatSpeakersAreToldRoundTrips() {
    var entries =
        List.of(TableEntries.entry("192.0.2.1", 4, "n2 n1"), TableEntries.entry("ff02::1", 1, ""));

    roundTrips(new TableProtocol.SnapshotPart(R1, 0, 1, entries, publisher));
    roundTrips(new TableProtocol.SnapshotPart(R1, 0, 1, List.of(), publisher));
    roundTrips(
        new TableProtocol.Delta(
            new TableDelta(R1, R2, entries, List.of(ip("255.255.255.255"))), publisher));
    var plain = entries.getFirst();
    var bound =
        new TableEntry(
            plain.address(), plain.services(), plain.succession(), plain.interfaces(), true);
    roundTrips(new TableProtocol.SnapshotPart(R1, 0, 1, List.of(bound), publisher));
    roundTrips(new TableProtocol.Current(R2, publisher));
    roundTrips(new TableProtocol.TellHelloKey(HelloKey.of(3, new byte[32])));
    roundTrips(new TableProtocol.SnapshotPart(R1, 1, 2, TableEntries.large(3, 9), publisher));
  }

  @Test
  void commandsAndAnswersRoundTrip() {
    roundTrips(new PlacementActor.Update(List.of(demand("192.0.2.1", "n1 n2"))));
    roundTrips(
        new PlacementActor.Update(
            List.of(wanting(preferring(demand("192.0.2.1", "n1 n2"), "n1=5 n2=7"), "n2")),
            new NodeWeights(new TreeMap<>(Map.of("n1", 3)))));
    roundTrips(
        new PlacementActor.SpeakersChanged(
            new SpeakerMembership(nodes("n1"), nodes("n2"), nodes(""))));
    roundTrips(new PlacementActor.HeedInterfaces(node("n1"), List.of()));
    roundTrips(new PublishedTable(R1, TableEntries.large(2, 2)));
    roundTrips(new Distribution(R1, List.of(new Distribution.Receipt(node("n1"), R2, true))));
  }

  @Test
  void everyPartFitsAFrame_howeverManyNodesThereAre() {
    for (int nodes : List.of(1, 5, 100, 1000)) {
      var entries = TableEntries.large(450, nodes);
      var parts = TableParts.cut(entries);

      assertEquals(entries, parts.stream().flatMap(List::stream).toList());
      for (int i = 0; i < parts.size(); i++) {
        assertTrue(parts.get(i).size() <= TableProtocol.PART_ENTRIES_MAX);
        int bytes =
            size(new TableProtocol.SnapshotPart(R1, i, parts.size(), parts.get(i), publisher));
        assertTrue(bytes < FRAME_BYTES_MAX, nodes + " nodes: " + bytes + " bytes");
      }
    }
  }

  @Test
  void theEstimateIsNeverBelowTheRealSize() {
    for (int nodes : List.of(0, 1, 5, 100)) {
      var entries = TableEntries.large(1, nodes);
      int envelope = size(new TableProtocol.SnapshotPart(R1, 0, 1, List.of(), publisher));
      int real = size(new TableProtocol.SnapshotPart(R1, 0, 1, entries, publisher)) - envelope;

      int estimate = TableParts.bytes(entries.getFirst());
      assertTrue(real <= estimate, real + " bytes, estimated " + estimate);
    }
  }

  @Test
  void anEmptyTableIsOneEmptyPart() {
    assertEquals(List.of(List.of()), TableParts.cut(List.of()));
  }
}
