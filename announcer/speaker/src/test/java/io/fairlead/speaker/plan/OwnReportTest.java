package io.fairlead.speaker.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.net.IpAddress;
import io.fairlead.net.MacAddress;
import io.fairlead.placement.NodeInterface;
import io.fairlead.report.Observation;
import io.fairlead.report.Observation.AnnouncedAddress;
import io.fairlead.report.Observation.Trouble;
import io.fairlead.report.Observation.TroubleKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A node says that it announces only what it really can. */
class OwnReportTest {
  private static final IpAddress ADDRESS = IpAddress.parse("192.0.2.1");

  @Test
  void addressOnAllInterfaces_isAnnouncedWhereThereIsOne() {
    assertEquals(List.of(announced()), report(on(), Optional.of(interfaces("eth0"))));
  }

  @Test
  void addressOnNamedInterfaces_isAnnouncedOnThoseThatAreUsable() {
    assertEquals(
        List.of(announced("eth1")),
        report(on("eth1", "eth9"), Optional.of(interfaces("eth0", "eth1"))));
  }

  @Test
  void addressOnAnInterfaceThatIsNotThere_isNotAnnouncedAndSaysSo() {
    assertEquals(
        List.of(new Trouble(TroubleKind.INTERFACE_UNUSABLE, "eth9")),
        report(on("eth9"), Optional.of(interfaces("eth0"))));
  }

  @Test
  void nodeWithoutALink_announcesNothing() {
    assertEquals(
        List.of(new Trouble(TroubleKind.NO_LINK, "")), report(on(), Optional.of(List.of())));
  }

  @Test
  void nothingIsSaid_beforeTheFirstLookAtTheInterfaces() {
    assertEquals(List.of(), report(on(), Optional.empty()));
  }

  private static List<Observation> report(
      Announcement announcement, Optional<List<NodeInterface>> usable) {
    return OwnReport.of(Map.of(ADDRESS, announcement), usable);
  }

  private static Announcement on(String... interfaces) {
    return new Announcement(7, new TreeSet<>(List.of(interfaces)));
  }

  private static AnnouncedAddress announced(String... interfaces) {
    return new AnnouncedAddress(ADDRESS, 7, new TreeSet<>(List.of(interfaces)));
  }

  private static List<NodeInterface> interfaces(String... names) {
    var mac = MacAddress.parse("02:00:5e:00:53:0a");
    return Stream.of(names).map(name -> new NodeInterface(name, mac, List.of())).toList();
  }
}
