package io.fairlead.deploy.controller;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.fairlead.election.actor.PlacementSettings;
import io.fairlead.k8s.KubernetesBridge;
import io.fairlead.k8s.lastgood.LastGoodFile;
import io.fairlead.k8s.watch.WatchSettings;
import io.fairlead.persistence.journal.EmbeddedJournal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;

/** A whole controller in the test's process, sole member of its cluster. */
public final class InProcessController {
  private static final String CONFIG =
      """
      pekko {
        actor.provider = cluster
        remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
        cluster.roles = [controller]
        cluster.jmx.multi-mbeans-in-same-jvm = on
        cluster.sharding.distributed-data.durable.keys = []
        coordinated-shutdown.exit-jvm = off
        loglevel = WARNING
      }
      """;

  private final EmbeddedJournal journal;
  private final ActorSystem<Void> system;

  private InProcessController(EmbeddedJournal journal, ActorSystem<Void> system) {
    this.journal = journal;
    this.system = system;
  }

  /**
   * How such a member is configured.
   *
   * @param more counts before it
   */
  static Config config(EmbeddedJournal journal, String more) {
    return ConfigFactory.parseString(more)
        .withFallback(ConfigFactory.parseString(CONFIG))
        .withFallback(journal.config())
        .withFallback(ConfigFactory.load());
  }

  /** Makes the member a cluster of its own. */
  static void join(ActorSystem<?> system) {
    var cluster = Cluster.get(system);
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
  }

  /** As {@link #start(Path, Path, ControllerBoard, Consumer, String)}, with nothing special. */
  static InProcessController start(Path folder, Path kubeconfig, ControllerBoard board) {
    return start(folder, kubeconfig, board, _ -> {}, "");
  }

  /**
   * Starts over what the folder has from a run before.
   *
   * @param folder of the journal and the last good configuration
   * @param companions is called with each bridge that starts
   * @param more configuration of Pekko
   */
  public static InProcessController start(
      Path folder,
      Path kubeconfig,
      ControllerBoard board,
      Consumer<KubernetesBridge> companions,
      String more) {
    var journal = EmbeddedJournal.open(folder.resolve("journal"));
    ActorSystem<Void> system =
        ActorSystem.create(
            ControllerGuardian.create(
                Optional.of(kubeconfig),
                WatchSettings.DEFAULT,
                new LastGoodFile(folder.resolve("last-good")),
                companions,
                PlacementSettings.DEFAULT,
                board,
                Clock.systemUTC()),
            "fairlead",
            config(journal, more));
    join(system);
    return new InProcessController(journal, system);
  }

  public ActorSystem<Void> system() {
    return system;
  }

  public void stop() throws Exception {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().get(20, TimeUnit.SECONDS);
    journal.close();
  }
}
