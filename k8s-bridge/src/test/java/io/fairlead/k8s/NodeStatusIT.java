package io.fairlead.k8s;

import static io.fairlead.k8s.SnapshotLog.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fairlead.cluster.ClusterSnapshot;
import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.config.ConfigFault;
import io.fairlead.config.ConfigRule;
import io.fairlead.k8s.crd.BGPSessionState;
import io.fairlead.k8s.crd.ConfigurationState;
import io.fairlead.k8s.crd.ServiceBGPStatus;
import io.fairlead.k8s.crd.ServiceL2Status;
import io.fairlead.k8s.crd.ServiceL2StatusStatus;
import io.fairlead.k8s.write.NodeStatusWriter;
import io.fairlead.net.IpAddress;
import io.fairlead.report.ClusterReport;
import io.fairlead.report.NodeReport;
import io.fairlead.report.NodeStatuses;
import io.fairlead.report.Observation;
import io.fairlead.report.Observation.AdvertisedService;
import io.fairlead.report.Observation.AnnouncedAddress;
import io.fairlead.report.Observation.BfdStatus;
import io.fairlead.report.Observation.BgpSession;
import io.fairlead.report.Observation.BgpStatus;
import io.fairlead.report.Observation.Trouble;
import io.fairlead.report.Observation.TroubleKind;
import io.fairlead.table.TableRevision;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What speakers report shows in Kubernetes, once, and goes when it ends. */
class NodeStatusIT extends EmbeddedBridge {
  private static final ServiceKey TEA = new ServiceKey("shop", "tea");
  private static final String NAMESPACE = "metallb-system";

  private final Map<IpAddress, List<ServiceKey>> holders = new HashMap<>();
  private final TreeMap<NodeName, NodeReport> reports = new TreeMap<>();
  private boolean settled = true;
  private NodeStatusWriter writer;

  NodeStatusIT() throws IOException {}

  @BeforeEach
  void cluster() throws Exception {
    installCrds();
    for (String name : List.of("n1", "n2", "n3")) {
      apply(node(name));
    }
    for (String name : List.of("web", "tea")) {
      apply(service(name, "LoadBalancer"));
    }
    holders.put(IP_200, List.of(WEB));
    holders.put(IP_201, List.of(TEA));
    await(s -> s.services().size() == 2 && s.nodes().size() == 3);
    until("the kinds are listed", this::isListed);
    writer = newWriter();
  }

  @AfterEach
  void end() {
    writer.close();
  }

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
      another.show(statuses());
      until("idle", another::isIdle);
    }
    assertEquals(before, writes.get(), "nothing is written again, also not after a restart");
  }

  @Test
  void failOver_movesTheStatusBeforeTheOldNodeIsKnownToBeDead() throws Exception {
    says("n1", announced(IP_200, 3));
    show();
    assertEquals("n1", status("web").node());

    says("n2", announced(IP_200, 4));
    show();
    assertEquals("n2", status("web").node());
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
    until("seen", () -> watcher.statuses().l2().all().orElseThrow().size() == 2);
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
    writer.show(statuses(List.of(faulty)));
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

  private NodeStatusWriter newWriter() {
    return new NodeStatusWriter(bridge, watcher, NAMESPACE, Clock.systemUTC());
  }

  private ClusterSnapshot await(Predicate<ClusterSnapshot> condition) throws InterruptedException {
    return log.await("the cluster", condition);
  }

  private void says(String node, Observation... observations) {
    reports.put(
        new NodeName(node),
        new NodeReport(TableRevision.NONE, new TreeSet<>(Set.of("eth0")), List.of(observations)));
  }

  private NodeStatuses statuses() {
    return statuses(List.of());
  }

  private NodeStatuses statuses(List<ConfigFault> faults) {
    var seen = log.all().getLast();
    var cluster =
        new ClusterSnapshot(
            seen.revision(),
            seen.services(),
            seen.endpoints(),
            seen.nodes(),
            seen.namespaceLabels(),
            seen.config().withFaults(faults),
            seen.addressQuotas());
    return NodeStatuses.of(new ClusterReport(reports, settled), cluster, holders, Set.of());
  }

  /** Shows it, and waits until it was written and seen. */
  private void show() throws InterruptedException {
    writer.show(statuses());
    until("the writes", writer::isIdle);
    until("the informers show it", this::isSeen);
  }

  private void shownAgain(BooleanSupplier condition) throws InterruptedException {
    until(
        "it is put right",
        () -> {
          writer.show(statuses());
          return condition.getAsBoolean();
        });
  }

  private boolean isListed() {
    var shown = watcher.statuses();
    return shown.l2().all().isPresent()
        && shown.bgp().all().isPresent()
        && shown.sessions().all().isPresent()
        && shown.configuration().all().isPresent();
  }

  private boolean isSeen() {
    var shown = watcher.statuses();
    return versions(shown.l2().all().orElseThrow()).equals(versions(all(ServiceL2Status.class)))
        && versions(shown.bgp().all().orElseThrow()).equals(versions(all(ServiceBGPStatus.class)))
        && versions(shown.sessions().all().orElseThrow())
            .equals(versions(all(BGPSessionState.class)))
        && versions(shown.configuration().all().orElseThrow())
            .equals(versions(all(ConfigurationState.class)));
  }

  private static Set<String> versions(List<? extends CustomResource<?, ?>> objects) {
    var versions = new TreeSet<String>();
    objects.forEach(each -> versions.add(each.getMetadata().getResourceVersion()));
    return versions;
  }

  private <T extends CustomResource<?, ?>> List<T> all(Class<T> kind) {
    return user.resources(kind).inNamespace(NAMESPACE).list().getItems();
  }

  private <T extends CustomResource<?, ?>> T only(Class<T> kind, String service) {
    var found =
        all(kind).stream()
            .filter(
                object ->
                    service.equals(object.getMetadata().getLabels().get("metallb.io/service-name")))
            .toList();
    assertEquals(1, found.size());
    return found.getFirst();
  }

  private ServiceL2StatusStatus status(String service) {
    return Objects.requireNonNull(only(ServiceL2Status.class, service).getStatus());
  }

  private List<String> services() {
    return all(ServiceL2Status.class).stream()
        .flatMap(object -> Stream.ofNullable(object.getStatus()))
        .map(status -> text(status.serviceName()))
        .sorted()
        .toList();
  }

  private <T extends CustomResource<?, ?>> List<String> names(Class<T> kind, String prefix) {
    return all(kind).stream()
        .map(object -> object.getMetadata().getName())
        .filter(name -> name.startsWith(prefix))
        .sorted()
        .toList();
  }

  private Set<String> sessionTexts() {
    var texts = new TreeSet<String>();
    for (var object : all(BGPSessionState.class)) {
      var status = Objects.requireNonNull(object.getStatus());
      texts.add(text(status.node(), status.peer(), status.bgpStatus(), status.bfdStatus()));
    }
    return texts;
  }

  private ConfigurationState speaker(String node) {
    return user.resources(ConfigurationState.class)
        .inNamespace(NAMESPACE)
        .withName("speaker-" + node)
        .require();
  }

  private String health(String node) {
    var status = Objects.requireNonNull(speaker(node).getStatus());
    var condition = Objects.requireNonNull(status.conditions()).getFirst();
    assertEquals("configReconcilerValid", condition.type());
    return text(status.result(), condition.reason());
  }

  private static AnnouncedAddress announced(IpAddress address, long epoch, String... interfaces) {
    return new AnnouncedAddress(address, epoch, new TreeSet<>(List.of(interfaces)));
  }

  private static BgpSession session(String peer, BgpStatus status) {
    return new BgpSession(peer, "", status, BfdStatus.NONE);
  }

  private static String text(@Nullable Object... parts) {
    return String.join(" ", Arrays.stream(parts).map(String::valueOf).toList());
  }

  /** As a speaker of MetalLB leaves it behind. */
  private void leftover(String name, String node, String service) {
    String yaml =
        """
        apiVersion: metallb.io/v1beta1
        kind: ServiceL2Status
        metadata:
          name: %s
          namespace: metallb-system
          labels:
            metallb.io/node: %s
            metallb.io/service-name: %s
            metallb.io/service-namespace: shop
        status: {node: %s, serviceName: %s, serviceNamespace: shop}
        """
            .formatted(name, node, service, node, service);
    apply(yaml);
    user.resource(yaml)
        .subresource("status")
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager("speaker")
                .build());
  }
}
