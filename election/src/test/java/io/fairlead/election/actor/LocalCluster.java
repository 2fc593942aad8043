package io.fairlead.election.actor;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import io.fairlead.cluster.NodeName;
import io.fairlead.election.AddressDemand;
import io.fairlead.election.actor.PlacementActor.Command;
import io.fairlead.membership.actor.SpeakerRoles;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.AddressTerminated;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.ClusterSingleton;
import org.apache.pekko.cluster.typed.ClusterSingletonSettings;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.cluster.typed.Leave;
import org.apache.pekko.cluster.typed.SingletonActor;
import org.apache.pekko.event.AddressTerminatedTopic;
import org.apache.pekko.japi.function.Function;

/** One controller and its speakers, each an actor system of its own, joined over TCP. */
final class LocalCluster implements AutoCloseable {
  private static final long POLL_NANOS = 20_000_000;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String SETTINGS =
      """
      pekko {
        loglevel = WARNING
        actor.provider = cluster
        remote.artery.canonical { hostname = 127.0.0.1, port = 0 }
        coordinated-shutdown.run-by-actor-system-terminate = off
        persistence.journal.plugin = "pekko.persistence.journal.inmem"
        cluster {
          downing-provider-class = ""
          jmx.multi-mbeans-in-same-jvm = on
          gossip-interval = 50ms
          leader-actions-interval = 50ms
          periodic-tasks-initial-delay = 20ms
          unreachable-nodes-reaper-interval = 50ms
          failure-detector {
            heartbeat-interval = 100ms
            acceptable-heartbeat-pause = 2s
            expected-response-after = 200ms
          }
        }
      }
      """;

  final NavigableMap<NodeName, FakeSpeaker> speakers = new TreeMap<>();
  private final NavigableMap<NodeName, ActorSystem<?>> speakerSystems = new TreeMap<>();
  private final ActorSystem<Void> controller;
  private final ActorRef<Command> placement;

  private LocalCluster(PlacementSettings settings) {
    controller = ActorSystem.create(Behaviors.empty(), "fairlead", config("controller"));
    join(controller);
    placement =
        ClusterSingleton.get(controller)
            .init(
                SingletonActor.of(
                        PlacementActor.create(TextEventAdapter.storage(), settings), "placement")
                    .withSettings(
                        ClusterSingletonSettings.create(controller).withRole("controller")));
  }

  static LocalCluster start(PlacementSettings settings, String... nodes)
      throws InterruptedException {
    var cluster = new LocalCluster(settings);
    for (var name : nodes) {
      cluster.addSpeaker(new NodeName(name), 0);
    }
    cluster.await("all are members", () -> cluster.membersUp() == 1 + nodes.length);
    return cluster;
  }

  private static Config config(String... roles) {
    return ConfigFactory.parseMap(Map.of("pekko.cluster.roles", List.of(roles)))
        .withFallback(ConfigFactory.parseString(SETTINGS))
        .withFallback(ConfigFactory.load());
  }

  private void join(ActorSystem<?> system) {
    var seed = Cluster.get(controller).selfMember().address();
    Cluster.get(system).manager().tell(Join.create(seed));
  }

  private void addSpeaker(NodeName node, int port) {
    var speaker = new FakeSpeaker(node);
    var roles =
        config(SpeakerRoles.SPEAKER, SpeakerRoles.nodeRole(node))
            .withValue("pekko.remote.artery.canonical.port", ConfigValueFactory.fromAnyRef(port));
    var system = ActorSystem.create(speaker.behavior(), "fairlead", roles);
    speakers.put(node, speaker);
    speakerSystems.put(node, system);
    join(system);
  }

  private long membersUp() {
    var count = 0;
    for (var member : Cluster.get(controller).state().getMembers()) {
      count += member.status().equals(MemberStatus.up()) ? 1 : 0;
    }
    return count;
  }

  int unreachable() {
    return Cluster.get(controller).state().getUnreachable().size();
  }

  void update(AddressDemand... demands) {
    placement.tell(new PlacementActor.Update(List.of(demands)));
  }

  PublishedTable table() {
    return ask(PlacementActor.GetTable::new);
  }

  Distribution distribution() {
    return ask(PlacementActor.GetDistribution::new);
  }

  private <R> R ask(Function<ActorRef<R>, Command> query) {
    return AskPattern.ask(placement, query, PATIENCE, controller.scheduler())
        .toCompletableFuture()
        .join();
  }

  FakeSpeaker speaker(NodeName node) {
    return Objects.requireNonNull(speakers.get(node), node::value);
  }

  private ActorSystem<?> system(NodeName node) {
    return Objects.requireNonNull(speakerSystems.get(node), node::value);
  }

  /** Stops the speakers' actor systems at the same time and without a goodbye. */
  void kill(NodeName... nodes) {
    Arrays.stream(nodes).forEach(node -> system(node).terminate());
    Arrays.stream(nodes).forEach(node -> awaitEnd(system(node)));
  }

  /** Ends a speaker without a goodbye; a new one, with nothing, begins at the same address. */
  void restart(NodeName node) {
    int port = Cluster.get(system(node)).selfMember().address().getPort().orElseThrow();
    kill(node);
    addSpeaker(node, port);
  }

  /**
   * Tells the controller's actors the end of whatever was at this node's address, as Pekko does
   * when a new incarnation has taken the place of the last one there, and perhaps speaks already.
   */
  void tellEndOfTheLastAt(NodeName node) {
    var address = Cluster.get(system(node)).selfMember().address();
    AddressTerminatedTopic.get(Adapter.toClassic(controller))
        .publish(new AddressTerminated(address));
  }

  private static void awaitEnd(ActorSystem<?> system) {
    system.getWhenTerminated().toCompletableFuture().orTimeout(20, SECONDS).join();
  }

  /** Fails as soon as the condition does not hold, until the time is over. */
  static void holds(String what, Duration time, BooleanSupplier condition) {
    long untilNanos = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < untilNanos) {
      assertTrue(condition.getAsBoolean(), "no longer: " + what);
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  void leave(NodeName node) {
    var cluster = Cluster.get(system(node));
    cluster.manager().tell(Leave.create(cluster.selfMember().address()));
  }

  void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + PATIENCE.toSeconds() + " s: " + what);
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  @Override
  public void close() {
    speakerSystems.values().forEach(ActorSystem::terminate);
    controller.terminate();
    awaitEnd(controller);
    speakerSystems.values().forEach(LocalCluster::awaitEnd);
  }
}
