package io.fairlead.report.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.net.IpAddress;
import io.fairlead.report.ClusterReport;
import io.fairlead.report.Observation;
import io.fairlead.report.Observation.AdvertisedService;
import io.fairlead.report.Observation.AnnouncedAddress;
import io.fairlead.report.Observation.BfdStatus;
import io.fairlead.report.Observation.BgpSession;
import io.fairlead.report.Observation.BgpStatus;
import io.fairlead.report.Observation.Trouble;
import io.fairlead.report.Observation.TroubleKind;
import io.fairlead.report.ReportPart;
import io.fairlead.report.ReportStream;
import io.fairlead.report.actor.ReportProtocol.BeginAnew;
import io.fairlead.report.actor.ReportProtocol.Tell;
import io.fairlead.report.actor.ReportProtocol.ToDesk;
import io.fairlead.report.actor.ReportProtocol.ToReporter;
import io.fairlead.table.TableRevision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.serialization.SerializationExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The desk hears everybody, asks for what it lacks, and its messages fit the network. */
class ReportDeskActorTest {
  private static final int FRAME_BYTES_MAX = 262_144;
  private static final NodeName NODE = new NodeName("n1");
  private static final TableRevision TABLE = new TableRevision(3, 17);

  private final ActorTestKit kit = ActorTestKit.create();
  private final TestProbe<ClusterReport> reports = kit.createTestProbe(ClusterReport.class);
  private final TestProbe<ToReporter> speaker = kit.createTestProbe(ToReporter.class);

  @AfterEach
  void shutdown() {
    kit.shutdownTestKit();
  }

  @Test
  void desk_handsOnWhatIsSaidAndAsksForWhatItMissed() {
    var desk = desk();
    var stream = new ReportStream(NODE, 1);
    tell(desk, stream, address(1));
    assertEquals(1, said(reports.receiveMessage()).size());

    stream.tell(TABLE, List.of(), List.of(address(2)));
    tell(desk, stream, address(3));
    var asked = speaker.expectMessageClass(BeginAnew.class);
    tell(asked.desk(), new ReportStream(NODE, 2), address(3));
    assertEquals(List.of(address(3)), said(reports.receiveMessage()));
  }

  @Test
  void everyMessage_survivesItsSerializerAndFitsAFrame() {
    var all = new ArrayList<Observation>();
    all.add(new AdvertisedService(new ServiceKey("shop", "web"), new TreeSet<>(Set.of("tor"))));
    all.add(new BgpSession("tor", "red", BgpStatus.OPEN_CONFIRM, BfdStatus.NONE));
    all.add(new Trouble(TroubleKind.INTERFACE_UNUSABLE, "eth9"));
    for (int i = 0; i < ReportStream.PER_PART_MAX; i++) {
      var address = IpAddress.parse("2001:db8::" + Integer.toHexString(i + 1));
      all.add(
          new AnnouncedAddress(
              address, Long.MAX_VALUE, new TreeSet<>(Set.of("a-long-name-of-1", "enp0s31f6"))));
    }
    var parts = new ReportStream(NODE, 1).tell(TABLE, List.of("eth0"), all);
    assertEquals(2, parts.size());
    for (ReportPart part : parts) {
      var message = new Tell(part, speaker.getRef());
      kit.serializationTestKit().verifySerialization(message, true);
      int size = SerializationExtension.get(kit.system()).serialize(message).get().length;
      assertTrue(size < FRAME_BYTES_MAX, size + " octets");
    }
    kit.serializationTestKit().verifySerialization(new BeginAnew(desk()), true);
  }

  private ActorRef<ToDesk> desk() {
    kit.spawn(ReportDeskActor.create(reports.getRef()::tell));
    var listed = kit.createTestProbe(Receptionist.Listing.class);
    kit.system()
        .receptionist()
        .tell(Receptionist.subscribe(ReportProtocol.DESK_KEY, listed.getRef()));
    return listed
        .fishForMessage(
            Duration.ofSeconds(5),
            listing ->
                listing.getServiceInstances(ReportProtocol.DESK_KEY).isEmpty()
                    ? FishingOutcomes.continueAndIgnore()
                    : FishingOutcomes.complete())
        .getLast()
        .getServiceInstances(ReportProtocol.DESK_KEY)
        .iterator()
        .next();
  }

  private void tell(ActorRef<ToDesk> desk, ReportStream stream, Observation... all) {
    stream
        .tell(TABLE, List.of("eth0"), List.of(all))
        .forEach(part -> desk.tell(new Tell(part, speaker.getRef())));
  }

  private static List<Observation> said(ClusterReport report) {
    return Objects.requireNonNull(report.nodes().get(NODE)).observations();
  }

  private static AnnouncedAddress address(int number) {
    return new AnnouncedAddress(IpAddress.parse("192.0.2." + number), number, new TreeSet<>());
  }
}
