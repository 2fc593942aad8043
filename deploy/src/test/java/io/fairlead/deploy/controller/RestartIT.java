package io.fairlead.deploy.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.cluster.ClusterSnapshot;
import io.fairlead.cluster.ServiceView;
import io.fairlead.config.PoolConfig;
import io.fairlead.election.AssignedService;
import io.fairlead.ipam.AssignmentPlanner;
import io.fairlead.ipam.Grant;
import io.fairlead.ipam.actor.AddressPoolActor;
import io.fairlead.ipam.actor.IpamSchemas;
import io.fairlead.ipam.actor.IpamSharding;
import io.fairlead.ipam.actor.ServiceAssignmentActor;
import io.fairlead.k8s.KubernetesBridge;
import io.fairlead.k8s.lastgood.LastGoodStore;
import io.fairlead.k8s.watch.WatchSettings;
import io.fairlead.net.IpAddress;
import io.fairlead.persistence.adapter.StoredAdapters;
import io.fairlead.persistence.journal.EmbeddedJournal;
import io.fairlead.persistence.log.EventLogReader;
import io.fairlead.persistence.log.LogQuery;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.sharding.ShardRegion.CurrentShardRegionState;
import org.apache.pekko.cluster.sharding.typed.GetShardRegionState;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The bridge and the journaled entities over a real journal at size. Snapshots are handed in by the
 * test; the API server does not answer, and need not.
 */
class RestartIT {
  private static final int SERVICES = 10_000;
  private static final int NEWCOMERS = 300;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Three times what the design promises, since the machine of a test has other work as well. */
  private static final Duration READY_MAX = Duration.ofSeconds(15);

  private static final PoolConfig POOL = BridgeSamples.pool("default", "10.0.0.0/16");
  private static final PoolConfig OTHER = BridgeSamples.pool("other", "10.9.0.0/16");

  @TempDir Path folder;

  private final LinkedBlockingQueue<List<AssignedService>> announced = new LinkedBlockingQueue<>();

  /** One incarnation of a controller. */
  private record Running(EmbeddedJournal journal, ActorTestKit kit) {
    void stop() {
      kit.shutdownTestKit();
      journal.close();
    }
  }

  private Optional<Running> running = Optional.empty();

  private IpamSharding startEntities() throws Exception {
    Files.writeString(folder.resolve("kubeconfig"), kubeconfig());
    var journal = EmbeddedJournal.open(folder.resolve("journal"));
    var kit = ActorTestKit.create("restart", InProcessController.config(journal, ""));
    running = Optional.of(new Running(journal, kit));
    InProcessController.join(kit.system());
    var schemas =
        new IpamSchemas(
            StoredAdapters.addressPool(),
            StoredAdapters.serviceAssignment(),
            Optional.of(StoredAdapters.poolSnapshots()));
    return IpamSharding.init(kit.system(), schemas, Clock.systemUTC());
  }

  private void start(ClusterSnapshot snapshot) throws Exception {
    var ipam = startEntities();
    running
        .orElseThrow()
        .kit()
        .spawn(
            BridgeActor.create(
                ipam,
                consumer -> deaf(consumer, snapshot),
                (_, assigned) -> announced.add(assigned),
                new ControllerBoard()));
  }

  /** Has the pool record what so many Services hold, as a full load does, but wakes no Service. */
  private List<AssignedService> load(int count) throws Exception {
    var ipam = startEntities();
    for (PoolConfig pool : List.of(POOL, OTHER)) {
      await(
          ipam.pool(pool.name())
              .<Done>ask(to -> new AddressPoolActor.Configure(pool, to), PATIENCE));
    }
    var cluster = snapshot(newcomers(count));
    var first = new FirstRequests();
    newcomers(count).forEach(view -> first.add(view, AssignmentPlanner.plan(view, cluster), true));
    var assigned = new ArrayList<AssignedService>();
    for (var batch : first.together(0)) {
      var answers =
          await(
              ipam.pool(batch.pool())
                  .<AddressPoolActor.AllAnswered>ask(
                      to -> new AddressPoolActor.AssignAll(batch.requests(), to), PATIENCE));
      for (var answer : answers.answers()) {
        var addresses = answer.grants().stream().map(Grant::address).toList();
        assigned.add(new AssignedService(answer.service(), addresses, batch.pool()));
      }
    }
    return assigned;
  }

  private static <T> T await(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private KubernetesBridge deaf(Consumer<ClusterSnapshot> consumer, ClusterSnapshot snapshot) {
    consumer.accept(snapshot);
    return KubernetesBridge.start(
        Optional.of(folder.resolve("kubeconfig")),
        WatchSettings.DEFAULT,
        LastGoodStore.NONE,
        Clock.systemUTC(),
        _ -> {});
  }

  private static String kubeconfig() {
    return """
    apiVersion: v1
    kind: Config
    clusters: [{name: none, cluster: {server: "http://127.0.0.1:1"}}]
    contexts: [{name: none, context: {cluster: none, user: none}}]
    users: [{name: none, user: {}}]
    current-context: none
    """;
  }

  @AfterEach
  void stop() {
    running.ifPresent(Running::stop);
    running = Optional.empty();
  }

  /** What is announced once all Services have been decided on. */
  private List<AssignedService> awaitSettled() throws Exception {
    var assigned = announced.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertTrue(assigned != null, "nothing was announced in time");
    return assigned == null ? List.of() : assigned;
  }

  private long events() {
    try (var log = EventLogReader.open(folder.resolve("journal"));
        var records = log.read(LogQuery.all())) {
      return records.count();
    }
  }

  private void awaitEvents(long count) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (events() < count) {
      assertTrue(System.nanoTime() < deadline, () -> events() + " events of " + count);
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  private int awakeServices() throws Exception {
    var kit = running.orElseThrow().kit();
    CompletionStage<CurrentShardRegionState> stage =
        AskPattern.ask(
            ClusterSharding.get(kit.system()).shardState(),
            (ActorRef<CurrentShardRegionState> to) ->
                new GetShardRegionState(ServiceAssignmentActor.ENTITY_TYPE_KEY, to),
            PATIENCE,
            kit.scheduler());
    var state = await(stage);
    return state.getShards().stream().mapToInt(shard -> shard.getEntityIds().size()).sum();
  }

  private static ClusterSnapshot snapshot(List<ServiceView> views) {
    return BridgeSamples.snapshot(List.of(POOL, OTHER), views.toArray(ServiceView[]::new));
  }

  private static List<ServiceView> newcomers(int count) {
    return IntStream.range(0, count).mapToObj(i -> BridgeSamples.service("web-" + i, i)).toList();
  }

  private static List<ServiceView> holders(List<AssignedService> assigned) {
    var addresses = new TreeMap<String, IpAddress>();
    assigned.forEach(it -> addresses.put(it.service().name(), it.addresses().getFirst()));
    var views = new ArrayList<ServiceView>();
    for (int i = 0; i < assigned.size(); i++) {
      var name = "web-" + i;
      views.add(BridgeSamples.service(name, i, String.valueOf(addresses.get(name))));
    }
    return views;
  }

  @Test
  void aFullLoad_givesEveryServiceItsAddressInOrder_andTheRestartWakesOnlyWhatDiffers()
      throws Exception {
    start(snapshot(newcomers(NEWCOMERS)));
    var first = awaitSettled();
    var distinct = new HashSet<IpAddress>();
    first.forEach(assigned -> distinct.addAll(assigned.addresses()));
    assertEquals(NEWCOMERS, distinct.size());
    // The pool's records are shown at once; those of the Services follow. Two pools are configured.
    long before = 2 + 2 * NEWCOMERS;
    awaitEvents(before);
    assertEquals(NEWCOMERS, awakeServices());
    stop();

    var views = new ArrayList<>(holders(first));
    views.set(7, BridgeSamples.asking(views.get(7), "10.9.0.7"));
    views.add(BridgeSamples.service("late", NEWCOMERS));
    announced.clear();
    start(snapshot(views));
    var second = awaitSettled();

    assertEquals(NEWCOMERS + 1, second.size());
    assertEquals(2, awakeServices());
    for (var assigned : second) {
      boolean moved = assigned.service().name().equals("web-7");
      assertEquals(moved ? "other" : "default", assigned.pool());
      assertTrue(moved || assigned.service().name().equals("late") || first.contains(assigned));
    }
    stop();
    // Taken back, given elsewhere, cleared and made; and the latecomer's two.
    assertEquals(before + 6, events());
  }

  @Test
  void aRestartOfTenThousandServices_wakesNobodyAndWritesNothing() throws Exception {
    long began = System.nanoTime();
    var first = load(SERVICES);
    var load = Duration.ofNanos(System.nanoTime() - began);
    assertEquals(SERVICES, first.size());
    stop();
    long before = events();
    announced.clear();

    long restarted = System.nanoTime();
    start(snapshot(holders(first)));
    var second = awaitSettled();
    var ready = Duration.ofNanos(System.nanoTime() - restarted);

    System.out.printf(
        "%d Services: recorded in %s, ready %s after a restart%n", SERVICES, load, ready);
    assertEquals(new HashSet<>(first), new HashSet<>(second));
    assertEquals(0, awakeServices());
    stop();
    assertEquals(before, events());
    assertTrue(ready.compareTo(READY_MAX) < 0, "ready after " + ready);
  }
}
