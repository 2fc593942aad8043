package io.fairlead.k8s;

import static io.fairlead.k8s.SnapshotLog.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.cluster.ClusterSnapshot;
import io.fairlead.cluster.EndpointView;
import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.config.LbConfig;
import io.fairlead.k8s.lastgood.LastGoodStore;
import io.fairlead.k8s.watch.ClusterWatcher;
import io.fairlead.k8s.watch.WatchSettings;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a user does at the API server shows in snapshots, outages and restarts included. */
class BridgeWatchIT extends EmbeddedBridge {
  BridgeWatchIT() throws IOException {}

  @Test
  void watcher_showsWhatWasApplied() throws InterruptedException {
    apply(LEGACY);
    apply(service("web", "LoadBalancer"));
    apply(service("inside", "ClusterIP"));
    apply(node("n1"));
    apply(slice("web-a", "web", "n1"));
    apply(slice("web-b", "web", "n2"));

    var snapshot =
        log.await(
            "everything applied",
            s ->
                s.services().containsKey(WEB)
                    && s.endpointsOf(WEB).nodes().size() == 2
                    && s.config().pools().containsKey("default")
                    && s.namespaceLabels().containsKey("shop")
                    && s.nodes().containsKey(new NodeName("n1")));

    assertEquals(List.of(WEB), List.copyOf(snapshot.services().keySet()));
    assertEquals(
        new EndpointView(WEB, true, new TreeSet<>(List.of(new NodeName("n1"), new NodeName("n2")))),
        snapshot.endpointsOf(WEB));
    assertEquals("x", snapshot.namespaceLabels().getOrDefault("shop", new TreeMap<>()).get("team"));
    assertEquals(1, snapshot.config().l2Advertisements().size());
    assertEquals(List.of(), snapshot.config().faults());
    var revisions = log.all().stream().map(ClusterSnapshot::revision).toList();
    for (int i = 0; i < revisions.size(); i++) {
      assertEquals(i + 1L, revisions.get(i));
    }
    until("live watches", watcher::isWatching);
  }

  @Test
  void stats_sayHowMuchCameIn_andWhetherTheConfigurationIsStale() throws InterruptedException {
    apply(LEGACY);
    log.await("a pool", s -> s.config().pools().containsKey("default"));
    until("loaded", () -> watcher.stats().isConfigLoaded() && watcher.stats().isWatching());
    assertFalse(watcher.stats().isConfigStale());
    long before = watcher.stats().updates();

    apply(LEGACY.replace("protocol: layer2", "protocol: arp"));
    until("stale", () -> watcher.stats().isConfigStale());
    apply(LEGACY);
    until("in force again", () -> !watcher.stats().isConfigStale());

    assertTrue(watcher.stats().updates() >= before + 2);
    assertEquals(0, watcher.stats().updateErrors());
  }

  @Test
  void watcher_ofMoreThanFitsAPage_hasEverythingInItsFirstSnapshot_andFollowsIt()
      throws InterruptedException {
    log.await("a first snapshot", _ -> true);
    int many = 1_203;
    for (int i = 0; i < many; i++) {
      apply(service("web-" + i, "LoadBalancer"));
    }
    var view = new SnapshotLog();
    try (var late = ClusterWatcher.start(bridge, WatchSettings.DEFAULT, LastGoodStore.NONE, view)) {
      assertEquals(many, view.await("a first snapshot", _ -> true).services().size());

      until("a live watch", late::isWatching);
      user.services().inNamespace("shop").withName("web-0").delete();
      user.services().inNamespace("shop").withName("web-1202").delete();
      apply(service("web-1203", "LoadBalancer"));
      view.await(
          "the changes",
          s ->
              s.services().size() == many - 1
                  && s.services().containsKey(new ServiceKey("shop", "web-1203")));
    }
  }

  @Test
  void watcher_followsChangesAndDeletions() throws InterruptedException {
    apply(service("web", "LoadBalancer"));
    apply(slice("web-a", "web", "n1"));
    log.await("the Service", s -> s.endpointsOf(WEB).anywhere());

    user.discovery().v1().endpointSlices().inNamespace("shop").withName("web-a").delete();
    log.await("no endpoints", s -> s.services().containsKey(WEB) && !s.endpointsOf(WEB).anywhere());
    user.services()
        .inNamespace("shop")
        .withName("web")
        .edit(
            service -> {
              service.getSpec().setType("ClusterIP");
              service.getSpec().getPorts().forEach(port -> port.setNodePort(null));
              return service;
            });
    log.await("no Service", s -> s.services().isEmpty());
    apply(service("other", "LoadBalancer"));
    log.await("the other", s -> s.services().size() == 1);
    user.services().inNamespace("shop").withName("other").delete();
    log.await("nothing", s -> s.services().isEmpty());
  }

  @Test
  void watcher_findsTheCustomResourcesWhenTheirDefinitionsCome()
      throws InterruptedException, IOException {
    apply(LEGACY);
    log.await("the ConfigMap alone", s -> s.config().pools().containsKey("default"));

    installCrds();
    apply(pool("gold", "10.1.0.0/24"));
    apply(
        """
        apiVersion: metallb.io/v1beta1
        kind: L2Advertisement
        metadata: {name: l2, namespace: metallb-system}
        spec: {ipAddressPools: [gold]}
        """);

    var snapshot =
        log.await(
            "pool and advertisement",
            s ->
                s.config().pools().containsKey("gold")
                    && s.config().l2Advertisements().size() == 2);
    var gold = Optional.ofNullable(snapshot.config().pools().get("gold")).orElseThrow();
    assertTrue(gold.autoAssign());
  }

  @Test
  void watcher_followsDefinitionsThatGoAndComeBack() throws InterruptedException, IOException {
    installCrds();
    apply(pool("gold", "10.1.0.0/24"));
    log.await("the pool", s -> s.config().pools().containsKey("gold"));

    user.apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName("ipaddresspools.metallb.io")
        .delete();
    log.await("no pool", s -> s.config().pools().isEmpty());
    installCrds();
    apply(pool("silver", "10.2.0.0/24"));

    log.await("the other pool", s -> s.config().pools().keySet().equals(Set.of("silver")));
  }

  @Test
  void watcher_restartedOnAFaultyConfiguration_fallsBackOnWhatWasInForce()
      throws InterruptedException {
    apply(LEGACY);
    var good = log.await("a pool", s -> s.config().pools().containsKey("default"));
    watcher.close();
    apply(LEGACY.replace("protocol: layer2", "protocol: arp"));
    var second = new SnapshotLog();

    watcher = ClusterWatcher.start(bridge, WatchSettings.DEFAULT, new Kept(good.config()), second);

    var snapshot = second.await("a fault", s -> !s.config().faults().isEmpty());
    assertEquals(good.config().pools(), snapshot.config().pools());
    assertEquals(good.config().l2Advertisements(), snapshot.config().l2Advertisements());
  }

  @Test
  void watcher_keepsTheLastGoodConfigurationAndSaysWhatIsWrong() throws InterruptedException {
    apply(LEGACY);
    var good = log.await("a pool", s -> s.config().pools().containsKey("default"));

    apply(LEGACY.replace("192.168.120.200-192.168.120.250", "{ip-start}-{ip-stop}"));

    var bad = log.await("a fault", s -> !s.config().faults().isEmpty());
    assertEquals(good.config().pools(), bad.config().pools());
    assertTrue(bad.config().faults().toString().contains("placeholder"));
  }

  @Test
  void watcher_survivesAnOutageWithoutStaleState() throws InterruptedException {
    apply(LEGACY);
    for (int i = 0; i < 20; i++) {
      apply(service("s" + i, "LoadBalancer"));
    }
    log.await("20 Services", s -> s.services().size() == 20 && s.config().pools().size() == 1);
    until("live watches", watcher::isWatching);
    int before = log.size();

    relay.cut();
    until("the outage to be seen", () -> !watcher.isWatching());
    for (int i = 0; i < 10; i++) {
      user.services().inNamespace("shop").withName("s" + i).delete();
    }
    apply(service("fresh", "LoadBalancer"));
    server.compact();
    assertEquals(before, log.size(), "nothing is handed on while the server is away");
    relay.open();

    var after =
        log.await(
            "the state after the outage",
            s ->
                s.services().size() == 11
                    && s.services().containsKey(new ServiceKey("shop", "fresh")));
    until("live watches again", watcher::isWatching);
    assertEquals(1, after.config().pools().size());
    assertTrue(log.size() - before <= 2, "snapshots for one outage: " + (log.size() - before));
  }

  @Test
  void watcher_afterAnOutageWithoutChanges_handsOnNothing() throws InterruptedException {
    apply(service("web", "LoadBalancer"));
    apply(LEGACY);
    log.await("the Service", s -> s.services().size() == 1 && s.config().pools().size() == 1);
    until("live watches", watcher::isWatching);
    int before = log.size();

    relay.cut();
    until("the outage to be seen", () -> !watcher.isWatching());
    relay.open();
    until("live watches again", watcher::isWatching);
    // Long enough for a snapshot that should not be there.
    TimeUnit.MILLISECONDS.sleep(200);

    assertEquals(before, log.size());
  }

  @Test
  void watcher_startedDuringAnOutage_waitsForTheServer() throws InterruptedException {
    apply(service("web", "LoadBalancer"));
    relay.cut();
    var late = new SnapshotLog();
    try (var second =
        ClusterWatcher.start(bridge, WatchSettings.DEFAULT, LastGoodStore.NONE, late)) {
      assertFalse(second.hasSynced());
      relay.open();
      late.await("a first snapshot", s -> s.services().containsKey(WEB));
      assertEquals(1, late.all().getFirst().services().size(), "the first is complete");
    }
  }

  /** What a controller before this one kept. */
  private record Kept(LbConfig config) implements LastGoodStore {
    @Override
    public LbConfig load() {
      return config;
    }

    @Override
    public void save(LbConfig ignored) {}
  }
}
