package io.fairlead.k8s;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.NodeView;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.cluster.ServiceView;
import io.fairlead.k8s.write.EventRecorder;
import io.fairlead.k8s.write.ServiceStatusWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person's wishes reach the watcher as the rules read them. */
class PlacementWishesIT extends EmbeddedBridge {
  private static final NodeName N1 = new NodeName("n1");

  PlacementWishesIT() throws IOException {}

  @Test
  void aWishIsReadByTheWatcher_andTakenBack() throws IOException, InterruptedException {
    apply(service("web", "LoadBalancer"));
    apply(service("plain", "ClusterIP"));
    var wishes = new PlacementWishes(user);

    wishes.want(WEB, Optional.of(N1));
    log.await("the wish", s -> wanted(s.services().get(WEB)).equals(Optional.of(N1)));
    wishes.want(WEB, Optional.empty());
    log.await("no wish", s -> wanted(s.services().get(WEB)).isEmpty());

    assertEquals(Optional.of(List.of()), wishes.addressesOf(WEB));
    assertEquals(Optional.empty(), wishes.addressesOf(new ServiceKey("shop", "plain")));
    assertThrows(
        IOException.class, () -> wishes.want(new ServiceKey("shop", "nothing"), Optional.of(N1)));
  }

  private static Optional<NodeName> wanted(@Nullable ServiceView service) {
    return service == null ? Optional.empty() : service.wantedNode();
  }

  @Test
  void holdersOfAnAddress_areAllThatShowIt() throws IOException, InterruptedException {
    apply(service("web", "LoadBalancer"));
    apply(service("api", "LoadBalancer"));
    log.await("both", s -> s.services().size() == 2);
    try (var writer = new ServiceStatusWriter(bridge, watcher, Clock.systemUTC())) {
      writer.write(WEB, List.of(IP_200), Optional.of("default"), Optional.empty());
      writer.write(
          new ServiceKey("shop", "api"), List.of(IP_200), Optional.of("default"), Optional.empty());
      SnapshotLog.until("the writes", writer::isIdle);
    }
    var wishes = new PlacementWishes(user);

    assertEquals(List.of(new ServiceKey("shop", "api"), WEB), wishes.holdersOf(IP_200));
    assertEquals(List.of(), wishes.holdersOf(IP_201));
    assertEquals(Optional.of(List.of(IP_200)), wishes.addressesOf(WEB));
  }

  @Test
  void announcers_areTheNodesOfTheServicesStatuses() throws IOException {
    installCrds();
    var wishes = new PlacementWishes(user);
    assertEquals(Set.of(), wishes.announcersOf(WEB));

    for (String node : List.of("n1", "n2")) {
      status("web", node);
    }
    status("tea", "n3");

    assertEquals(Set.of(N1, new NodeName("n2")), wishes.announcersOf(WEB));
  }

  private void status(String service, String node) {
    var yaml =
        """
        apiVersion: metallb.io/v1beta1
        kind: ServiceL2Status
        metadata:
          name: %1$s-%2$s
          namespace: metallb-system
          labels: {metallb.io/service-name: %1$s, metallb.io/service-namespace: shop}
        status: {node: %2$s, serviceName: %1$s, serviceNamespace: shop}
        """
            .formatted(service, node);
    applyWithStatus(yaml);
  }

  @Test
  void whatHasNoNameOfKubernetes_doesNotExist() throws IOException {
    var wishes = new PlacementWishes(user);

    assertEquals(Optional.empty(), wishes.node(new NodeName("node 1")));
    assertEquals(Optional.empty(), wishes.addressesOf(new ServiceKey("shop", "we b")));
    assertEquals(Optional.empty(), wishes.addressesOf(new ServiceKey("..", "web")));
  }

  @Test
  void aServerThatDoesNotAnswer_isNamed(@TempDir Path folder) throws IOException {
    var kubeconfig = folder.resolve("kubeconfig");
    Files.writeString(
        kubeconfig,
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: none, cluster: {server: "http://127.0.0.1:1"}}]
        contexts: [{name: none, context: {cluster: none, user: none}}]
        users: [{name: none, user: {}}]
        current-context: none
        """);
    try (var wishes = PlacementWishes.open(Optional.of(kubeconfig))) {
      var failure = assertThrows(IOException.class, () -> wishes.node(N1));
      var text = String.valueOf(failure.getMessage());
      assertTrue(text.startsWith("no answer from Kubernetes at http://127.0.0.1:1/ ("), text);
    }
  }

  @Test
  void drainingIsWrittenAndUndone() throws IOException, InterruptedException {
    apply("apiVersion: v1\nkind: Node\nmetadata: {name: n1}");
    var wishes = new PlacementWishes(user);

    wishes.drain(N1, true);
    assertEquals(Optional.of(true), wishes.node(N1).map(NodeView::draining));
    wishes.drain(N1, false);
    assertEquals(Optional.of(false), wishes.node(N1).map(NodeView::draining));
    assertEquals(Optional.empty(), wishes.node(new NodeName("n9")));
  }

  @Test
  void answersAreTheEventsThatTellOfNodes() throws IOException, InterruptedException {
    apply(service("web", "LoadBalancer"));
    log.await("the Service", s -> s.services().containsKey(WEB));
    var wishes = new PlacementWishes(user);
    assertEquals(Map.of(), wishes.answers(WEB));

    try (var events = new EventRecorder(bridge, watcher, Clock.systemUTC())) {
      events.moveRefused(WEB, N1, "there is no such node");
      events.ipAllocated(WEB, List.of(IP_200));
      SnapshotLog.until("the Events", events::isIdle);
    }

    assertEquals(
        List.of("not announced from node \"n1\", as fairlead.io/node asks: there is no such node"),
        List.copyOf(wishes.answers(WEB).values()));
  }
}
