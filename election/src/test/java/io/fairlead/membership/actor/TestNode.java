package io.fairlead.membership.actor;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.fairlead.membership.tls.TestCertificates;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.Member;

/** One actor system on a loopback address, with its own folder of keys and members. */
final class TestNode implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long END_SECONDS_MAX = 20;

  final String host;
  final ActorSystem<Void> system;

  private TestNode(String host, ActorSystem<Void> system) {
    this.host = host;
    this.system = system;
  }

  static Config config(Path root, String role, String host, int port, List<String> controllers) {
    return ClusterSettings.systemConfig(
        ConfigFactory.parseMap(
                Map.of(
                    "fairlead.cluster.role", role,
                    "fairlead.cluster.host", host,
                    "fairlead.cluster.port", port,
                    "fairlead.cluster.controller-hosts", controllers,
                    "fairlead.cluster.known-members-file",
                        root.resolve(host + "/members").toString(),
                    "fairlead.cluster.tls.folder", root.resolve(host).toString(),
                    "fairlead.cluster.reunion-interval", "1s"))
            // Two cores are shared by many builds: a pause of two seconds may be theirs.
            .withFallback(ConfigFactory.parseResources("membership-it.conf")));
  }

  static TestNode start(Config config) {
    ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "fairlead", config);
    var _ = FairleadMembership.start(system);
    return new TestNode(config.getString("fairlead.cluster.host"), system);
  }

  static void certify(TestCertificates authority, Path root, String unit, String host) {
    authority.issue(root.resolve(host), unit, host);
    TestCertificates.trust(root.resolve(host), authority);
  }

  /** Members as {@code host=status}, with a * if unreachable. */
  static List<String> members(ActorSystem<Void> system) {
    var state = Cluster.get(system).state();
    return StreamSupport.stream(state.getMembers().spliterator(), false)
        .map(m -> text(m) + (state.getUnreachable().contains(m) ? "*" : ""))
        .toList();
  }

  List<String> members() {
    return members(system);
  }

  long uid() {
    return Cluster.get(system).selfUniqueAddress().longUid();
  }

  /** Ends the system at once, without leaving: for the others it is as if the process died. */
  void kill() {
    StuckConnections.closeIfNotEnded(Adapter.toClassic(system));
    system.terminate();
    awaitEnd();
  }

  void awaitEnd() {
    try {
      system.getWhenTerminated().toCompletableFuture().get(END_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      var tree = ((ExtendedActorSystem) Adapter.toClassic(system)).printTree();
      throw new IllegalStateException(host + " does not end: " + tree, e);
    }
  }

  boolean hasEnded() {
    return system.getWhenTerminated().toCompletableFuture().isDone();
  }

  @Override
  public void close() {
    StuckConnections.closeIfNotEnded(Adapter.toClassic(system));
    system.terminate();
    awaitEnd();
  }

  interface Condition {
    boolean holds();
  }

  /** Milliseconds until the condition held. */
  static long await(String what, Condition condition) {
    long start = System.nanoTime();
    while (!condition.holds()) {
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new AssertionError("not within " + PATIENCE.toSeconds() + " s: " + what);
      }
      pause();
    }
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }

  /** Fails if the condition stops holding within the time. */
  static void holds(String what, Duration time, Condition condition) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < time.toNanos()) {
      if (!condition.holds()) {
        throw new AssertionError("no longer: " + what);
      }
      pause();
    }
  }

  private static void pause() {
    LockSupport.parkNanos(POLL_NANOS);
  }

  private static String text(Member member) {
    return member.address().host().get()
        + "="
        + member.status().toString().toUpperCase(Locale.ROOT);
  }
}
