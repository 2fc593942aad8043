package io.fairlead.speaker.actor;

import com.typesafe.config.ConfigFactory;
import io.fairlead.cluster.NodeName;
import io.fairlead.speaker.FakeL2Port;
import io.fairlead.speaker.SpeakerCore;
import io.fairlead.speaker.l2.AnswerGate;
import io.fairlead.speaker.plan.StartGate;
import io.fairlead.speaker.table.TableStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Down;
import org.apache.pekko.cluster.typed.Join;

/** One speaker: a core that stays, and an actor system that may come and go. */
final class SpeakerNode {
  private static final long END_SECONDS_MAX = 20;
  private static final StartGate.Waits WAITS = new StartGate.Waits(30_000, 300, 5_000);

  final FakeL2Port l2;
  final SpeakerCore core;
  private final String name;
  private ActorSystem<SpeakerActor.Command> system;

  SpeakerNode(String name, Path folder, List<String> log) {
    this.name = name;
    this.l2 = new FakeL2Port(name, log);
    this.core =
        SpeakerCore.start(
            new NodeName(name),
            l2,
            new AnswerGate(),
            new TableStore(folder.resolve(name + ".json")),
            WAITS);
    this.system = newSystem();
  }

  void join(SpeakerNode founder) {
    Cluster.get(system)
        .manager()
        .tell(Join.create(Cluster.get(founder.system).selfMember().address()));
  }

  ActorSystem<SpeakerActor.Command> system() {
    return system;
  }

  /** Ends the actor system without a word to the others, and the announcing part with it. */
  void kill() throws Exception {
    core.close();
    endSystem();
  }

  /** Ends the actor system without a word, and starts another one for the same core. */
  void newIncarnation() throws Exception {
    endSystem();
    system = newSystem();
  }

  /** As when the others had downed it: the cluster ends here, and then the actor system. */
  void downItself() throws Exception {
    var cluster = Cluster.get(system);
    cluster.manager().tell(new Down(cluster.selfMember().address()));
    system.getWhenTerminated().toCompletableFuture().get(END_SECONDS_MAX, TimeUnit.SECONDS);
  }

  private void endSystem() throws Exception {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().get(END_SECONDS_MAX, TimeUnit.SECONDS);
  }

  private ActorSystem<SpeakerActor.Command> newSystem() {
    var config =
        ConfigFactory.parseString(
                """
                pekko {
                  actor.provider = cluster
                  remote.artery.canonical { hostname = 127.0.0.1, port = 0 }
                  coordinated-shutdown.run-by-actor-system-terminate = off
                  coordinated-shutdown.run-by-jvm-shutdown-hook = off
                  coordinated-shutdown.exit-jvm = off
                  cluster {
                    roles = [speaker, node-%s]
                    jmx.multi-mbeans-in-same-jvm = on
                    gossip-interval = 50ms
                    leader-actions-interval = 50ms
                    periodic-tasks-initial-delay = 20ms
                    unreachable-nodes-reaper-interval = 100ms
                    allow-weakly-up-members = 200ms
                    failure-detector {
                      heartbeat-interval = 200ms
                      acceptable-heartbeat-pause = %dms
                    }
                    typed.receptionist.distributed-data {
                      gossip-interval = 100ms
                      notify-subscribers-interval = 50ms
                    }
                  }
                  loggers = ["org.apache.pekko.event.slf4j.Slf4jLogger"]
                  logging-filter = "org.apache.pekko.event.slf4j.Slf4jLoggingFilter"
                }
                """
                    .formatted(name, Duration.ofSeconds(2).toMillis()))
            .withFallback(ConfigFactory.load());
    return ActorSystem.create(SpeakerActor.create(core), "fairlead", config);
  }
}
