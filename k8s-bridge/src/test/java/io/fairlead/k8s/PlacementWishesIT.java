package io.fairlead.k8s;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.NodeView;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.cluster.ServiceView;
import io.fairlead.k8s.write.EventRecorder;
import io.fairlead.k8s.write.ServiceStatusWriter;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

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
