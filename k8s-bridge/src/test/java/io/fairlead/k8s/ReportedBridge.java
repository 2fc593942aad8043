package io.fairlead.k8s;

import static io.fairlead.k8s.SnapshotLog.until;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.client.CustomResource;
import io.fairlead.cluster.ClusterSnapshot;
import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.config.ConfigFault;
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
import io.fairlead.report.Observation.AnnouncedAddress;
import io.fairlead.report.Observation.BfdStatus;
import io.fairlead.report.Observation.BgpSession;
import io.fairlead.report.Observation.BgpStatus;
import io.fairlead.table.TableRevision;
import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What speakers say, and what shows of it in Kubernetes. */
abstract class ReportedBridge extends EmbeddedBridge {
  static final ServiceKey TEA = new ServiceKey("shop", "tea");
  static final String NAMESPACE = "metallb-system";

  final Map<IpAddress, List<ServiceKey>> holders = new HashMap<>();
  final TreeMap<NodeName, NodeReport> reports = new TreeMap<>();
  final List<String> began = new CopyOnWriteArrayList<>();
  boolean settled = true;
  NodeStatusWriter writer;

  ReportedBridge() throws IOException {}

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

  NodeStatusWriter newWriter() {
    return new NodeStatusWriter(
        bridge,
        watcher,
        NAMESPACE,
        Clock.systemUTC(),
        (service, node) -> began.add(service.name() + " on " + node));
  }

  ClusterSnapshot await(Predicate<ClusterSnapshot> condition) throws InterruptedException {
    return log.await("the cluster", condition);
  }

  void says(String node, Observation... observations) {
    reports.put(
        new NodeName(node),
        new NodeReport(TableRevision.NONE, new TreeSet<>(Set.of("eth0")), List.of(observations)));
  }

  NodeStatuses statuses() {
    return statuses(List.of());
  }

  NodeStatuses statuses(List<ConfigFault> faults) {
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
  void show() throws InterruptedException {
    writer.show(this::statuses);
    until("the writes", writer::isIdle);
    until("the informers show it", this::isSeen);
  }

  void shownAgain(BooleanSupplier condition) throws InterruptedException {
    until(
        "it is put right",
        () -> {
          writer.show(this::statuses);
          return condition.getAsBoolean();
        });
  }

  boolean isListed() {
    var shown = watcher.statuses();
    return shown.l2().all().isPresent()
        && shown.bgp().all().isPresent()
        && shown.sessions().all().isPresent()
        && shown.configuration().all().isPresent();
  }

  boolean isSeen() {
    var shown = watcher.statuses();
    return versions(shown.l2().all().orElseThrow()).equals(versions(all(ServiceL2Status.class)))
        && versions(shown.bgp().all().orElseThrow()).equals(versions(all(ServiceBGPStatus.class)))
        && versions(shown.sessions().all().orElseThrow())
            .equals(versions(all(BGPSessionState.class)))
        && versions(shown.configuration().all().orElseThrow())
            .equals(versions(all(ConfigurationState.class)));
  }

  static Set<String> versions(List<? extends CustomResource<?, ?>> objects) {
    var versions = new TreeSet<String>();
    objects.forEach(each -> versions.add(each.getMetadata().getResourceVersion()));
    return versions;
  }

  <T extends CustomResource<?, ?>> List<T> all(Class<T> kind) {
    return user.resources(kind).inNamespace(NAMESPACE).list().getItems();
  }

  <T extends CustomResource<?, ?>> T only(Class<T> kind, String service) {
    var found =
        all(kind).stream()
            .filter(
                object ->
                    service.equals(object.getMetadata().getLabels().get("metallb.io/service-name")))
            .toList();
    assertEquals(1, found.size());
    return found.getFirst();
  }

  ServiceL2StatusStatus status(String service) {
    return Objects.requireNonNull(only(ServiceL2Status.class, service).getStatus());
  }

  List<String> services() {
    return all(ServiceL2Status.class).stream()
        .flatMap(object -> Stream.ofNullable(object.getStatus()))
        .map(status -> text(status.serviceName()))
        .sorted()
        .toList();
  }

  <T extends CustomResource<?, ?>> List<String> names(Class<T> kind, String prefix) {
    return all(kind).stream()
        .map(object -> object.getMetadata().getName())
        .filter(name -> name.startsWith(prefix))
        .sorted()
        .toList();
  }

  Set<String> sessionTexts() {
    var texts = new TreeSet<String>();
    for (var object : all(BGPSessionState.class)) {
      var status = Objects.requireNonNull(object.getStatus());
      texts.add(text(status.node(), status.peer(), status.bgpStatus(), status.bfdStatus()));
    }
    return texts;
  }

  ConfigurationState speaker(String node) {
    return user.resources(ConfigurationState.class)
        .inNamespace(NAMESPACE)
        .withName("speaker-" + node)
        .require();
  }

  String health(String node) {
    var status = Objects.requireNonNull(speaker(node).getStatus());
    var condition = Objects.requireNonNull(status.conditions()).getFirst();
    assertEquals("configReconcilerValid", condition.type());
    return text(status.result(), condition.reason());
  }

  static AnnouncedAddress announced(IpAddress address, long epoch, String... interfaces) {
    return new AnnouncedAddress(address, epoch, new TreeSet<>(List.of(interfaces)));
  }

  static BgpSession session(String peer, BgpStatus status) {
    return new BgpSession(peer, "", status, BfdStatus.NONE);
  }

  static String text(@Nullable Object... parts) {
    return String.join(" ", Arrays.stream(parts).map(String::valueOf).toList());
  }

  /** As a speaker of MetalLB leaves it behind. */
  void leftover(String name, String node, String service) {
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
    applyWithStatus(yaml);
  }
}
