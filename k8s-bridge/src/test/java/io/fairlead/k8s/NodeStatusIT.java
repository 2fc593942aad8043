package io.fairlead.k8s;

import static io.fairlead.k8s.SnapshotLog.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.config.ConfigFault;
import io.fairlead.config.ConfigRule;
import io.fairlead.k8s.crd.BGPSessionState;
import io.fairlead.k8s.crd.ConfigurationState;
import io.fairlead.k8s.crd.ServiceBGPStatus;
import io.fairlead.k8s.crd.ServiceL2Status;
import io.fairlead.net.IpAddress;
import io.fairlead.report.Observation;
import io.fairlead.report.Observation.AdvertisedService;
import io.fairlead.report.Observation.BgpStatus;
import io.fairlead.report.Observation.Trouble;
import io.fairlead.report.Observation.TroubleKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What speakers report shows in Kubernetes, once, and goes when it ends. */
class NodeStatusIT extends ReportedBridge {
  NodeStatusIT() throws IOException {}

  @Test
  void l2Status_hasMetallbsShapeAndIsWrittenOnce() throws Exception {
    says("n1", announced(IP_200, 3, "eth0", "eth1"));
    says("n2", announced(IP_201, 3));
    show();

    var web = only(ServiceL2Status.class, "web");
    assertTrue(web.getMetadata().getName().startsWith("l2-"));
    assertEquals(
        Map.of(
            "metallb.io/node", "n1",
            "metallb.io/service-name", "web",
            "metallb.io/service-namespace", "shop"),
        web.getMetadata().getLabels());
    var owner = web.getMetadata().getOwnerReferences().getFirst();
    assertEquals("Node n1", owner.getKind() + " " + owner.getName());
    assertEquals(user.nodes().withName("n1").get().getMetadata().getUid(), owner.getUid());
    var status = Objects.requireNonNull(web.getStatus());
    assertEquals(
        "n1 shop web", text(status.node(), status.serviceNamespace(), status.serviceName()));
    assertEquals("[InterfaceInfo[name=eth0], InterfaceInfo[name=eth1]]", text(status.interfaces()));
    assertEquals("null", text(status("tea").interfaces()), "on all of them");

    int before = writes.get();
    show();
    try (var another = newWriter()) {
      another.show(this::statuses);
      until("idle", another::isIdle);
    }
    assertEquals(before, writes.get(), "nothing is written again, also not after a restart");
    assertEquals(Set.of("web on n1", "tea on n2"), Set.copyOf(began));
    assertEquals(2, began.size(), "each is told once");
  }

  @Test
  void failOver_movesTheStatusBeforeTheOldNodeIsKnownToBeDead() throws Exception {
    says("n1", announced(IP_200, 3));
    show();
    assertEquals("n1", status("web").node());

    says("n2", announced(IP_200, 4));
    show();
    assertEquals("n2", status("web").node());
    assertEquals(List.of("web on n1", "web on n2"), began);

    says("n1", announced(IP_200, 5));
    show();
    assertEquals(List.of("web on n1", "web on n2", "web on n1"), began, "it came back");
  }

  @Test
  void status_goesWithTheAnnouncementTheServiceAndTheNode() throws Exception {
    says("n1", announced(IP_200, 3), announced(IP_201, 3));
    show();
    assertEquals(2, all(ServiceL2Status.class).size());

    says("n1", announced(IP_201, 3));
    show();
    assertEquals(List.of("tea"), services());

    settled = false;
    reports.clear();
    says("n2");
    user.services().inNamespace("shop").withName("tea").delete();
    await(s -> s.services().size() == 1);
    show();
    assertEquals(List.of(), services(), "of a Service that is gone, though n1 is not heard");

    settled = true;
    says("n3", announced(IP_200, 5), session("tor", BgpStatus.ACTIVE));
    show();
    assertEquals(List.of("web"), services());
    user.nodes().withName("n3").delete();
    await(s -> s.nodes().size() == 2);
    settled = false;
    reports.remove(new NodeName("n3"));
    show();
    assertEquals(List.of(), services());
    assertEquals(List.of(), all(BGPSessionState.class));
    assertEquals(
        List.of("speaker-n1", "speaker-n2"),
        names(ConfigurationState.class, "speaker-n"),
        "n1 is there and does not report");
  }

  @Test
  void leftovers_areRemovedOnceTheirNodeIsHeard() throws Exception {
    leftover("l2-x7k2p", "n1", "web");
    leftover("l2-q9d4z", "n2", "web");
    until("seen with their status", this::isSeen);
    settled = false;
    says("n1", announced(IP_200, 3));
    show();
    assertEquals(2, all(ServiceL2Status.class).size(), "n2 may still say that it announces");

    settled = true;
    show();
    assertEquals(List.of("web"), services());
    assertTrue(only(ServiceL2Status.class, "web").getMetadata().getName().length() > 10);
  }

  @Test
  void objectsThatSomebodyDeletesOrEdits_arePutRight() throws Exception {
    says("n1", announced(IP_200, 3, "eth0"));
    show();
    user.resources(ServiceL2Status.class).inNamespace(NAMESPACE).delete();
    until("gone", () -> watcher.statuses().l2().all().orElseThrow().isEmpty());
    shownAgain(() -> services().equals(List.of("web")));

    var name = only(ServiceL2Status.class, "web").getMetadata().getName();
    user.resources(ServiceL2Status.class)
        .inNamespace(NAMESPACE)
        .withName(name)
        .edit(
            object -> {
              object.getMetadata().getLabels().remove("metallb.io/node");
              return object;
            });
    shownAgain(
        () ->
            "n1"
                .equals(
                    only(ServiceL2Status.class, "web")
                        .getMetadata()
                        .getLabels()
                        .get("metallb.io/node")));
  }

  @Test
  void bgpReports_becomeServiceBgpStatusesAndSessionStates() throws Exception {
    says(
        "n1",
        new AdvertisedService(WEB, new TreeSet<>(Set.of("tor-b", "tor-a"))),
        session("tor-a", BgpStatus.ESTABLISHED),
        session("tor-b", BgpStatus.CONNECT));
    says("n2", new AdvertisedService(WEB, new TreeSet<>(Set.of("tor-a"))));
    show();

    assertEquals(2, all(ServiceBGPStatus.class).size());
    var onN1 =
        all(ServiceBGPStatus.class).stream()
            .map(object -> Objects.requireNonNull(object.getStatus()))
            .filter(status -> "n1".equals(status.node()))
            .findFirst()
            .orElseThrow();
    assertEquals(List.of("tor-a", "tor-b"), onN1.peers());
    assertEquals(Set.of("n1 tor-a Established N/A", "n1 tor-b Connect N/A"), sessionTexts());

    says("n1", session("tor-b", BgpStatus.ESTABLISHED));
    show();
    assertEquals(1, all(ServiceBGPStatus.class).size());
    assertEquals(Set.of("n1 tor-b Established N/A"), sessionTexts());
  }

  @Test
  void configurationState_ofEachSpeakerSaysWhatIsWrongThere() throws Exception {
    says("n1", new Trouble(TroubleKind.INTERFACE_UNUSABLE, "eth9"));
    says("n2");
    says("n3", new Trouble(TroubleKind.NO_LINK, ""));
    show();

    assertEquals("Invalid ConfigurationError", health("n1"));
    assertTrue(text(speaker("n1").getStatus()).contains("interface eth9"));
    assertEquals("Valid Reconciled", health("n2"));
    assertEquals("Valid InfraError", health("n3"));
    assertEquals(
        Map.of("metallb.io/component-type", "speaker", "metallb.io/node-name", "n1"),
        speaker("n1").getMetadata().getLabels());

    says("n1");
    reports.remove(new NodeName("n3"));
    show();
    assertEquals("Valid Reconciled", health("n1"));
    assertEquals("Unknown UnknownError", health("n3"), "it was there, and does not report");

    var faulty =
        new ConfigFault("BGPPeer x", "bad", ConfigRule.OWN_ASN, new TreeSet<>(Set.of("n2")));
    writer.show(() -> statuses(List.of(faulty)));
    until("idle", writer::isIdle);
    assertEquals("Invalid ConfigurationError", health("n2"));
    assertEquals("Valid Reconciled", health("n1"), "the fault is n2's alone");
  }

  @Test
  void manyStatuses_areWrittenAtABoundedRate() throws Exception {
    int count = 300;
    var announced = new ArrayList<Observation>();
    var address = IpAddress.parse("10.9.0.0");
    for (int i = 0; i < count; i++) {
      var key = new ServiceKey("shop", "s" + i);
      apply(service(key.name(), "LoadBalancer"));
      holders.put(address, List.of(key));
      announced.add(announced(address, 1));
      address = address.next();
    }
    await(s -> s.services().size() == count + 2);
    says("n1", announced.toArray(new Observation[0]));
    int before = writes.get();
    long begun = System.nanoTime();
    show();
    long millis = (System.nanoTime() - begun) / 1_000_000;

    assertEquals(count, all(ServiceL2Status.class).size());
    assertEquals(2 * count + 2, writes.get() - before, "each is made and filled, once");
    assertTrue(millis >= 2_500, "100 objects in a second at most, but it took " + millis + " ms");
  }
}
