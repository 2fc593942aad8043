package io.fairlead.deploy.speaker;

import io.fairlead.cluster.NodeName;
import io.fairlead.deploy.config.ClusterOptions;
import io.fairlead.deploy.config.Management;
import io.fairlead.deploy.config.MemberConfig;
import io.fairlead.membership.actor.FairleadMembership;
import io.fairlead.membership.actor.RestartingSystem;
import io.fairlead.speaker.SpeakerCore;
import io.fairlead.speaker.actor.SpeakerActor;
import io.fairlead.speaker.l2.L2Announcer;
import io.fairlead.speaker.l2.L2Settings;
import io.fairlead.speaker.link.AfPacketLink;
import io.fairlead.speaker.plan.StartGate;
import io.fairlead.speaker.table.TableStore;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All parts of one node's speaker, in the order in which they depend on each other. */
public final class SpeakerProgram implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SpeakerProgram.class);
  private static final Duration HAND_OVER_MAX = Duration.ofSeconds(15);

  private final L2Announcer announcer;
  private final SpeakerCore core;
  private final RestartingSystem<?> system;

  private SpeakerProgram(L2Announcer announcer, SpeakerCore core, RestartingSystem<?> system) {
    this.announcer = announcer;
    this.core = core;
    this.system = system;
  }

  /**
   * Starts to announce what the stored table says, and joins the cluster.
   *
   * @throws IOException when the data folder or the raw sockets cannot be used
   */
  public static SpeakerProgram start(NodeName node, ClusterOptions cluster, L2Settings settings)
      throws IOException {
    Files.createDirectories(cluster.data());
    var announcer = L2Announcer.start(AfPacketLink.open(), settings);
    var store = new TableStore(cluster.data().resolve("table.json"));
    var core = SpeakerCore.start(node, announcer, store, StartGate.Waits.DEFAULT);
    var system =
        RestartingSystem.start(
            () ->
                ActorSystem.create(
                    SpeakerActor.create(core),
                    MemberConfig.SYSTEM_NAME,
                    MemberConfig.speaker(cluster, node)),
            fresh -> {
              var _ = FairleadMembership.start(fresh);
              Management.start(fresh, cluster);
            });
    return new SpeakerProgram(announcer, core, system);
  }

  /** Hands over to the other speakers, leaves the cluster, and goes quiet. */
  @Override
  public void close() {
    handOver();
    system.close();
    core.close();
    announcer.close();
  }

  /** Only this reason of an end makes the speaker hand over; being downed, say, does not. */
  private void handOver() {
    try {
      var _ =
          CoordinatedShutdown.get(system.system())
              .runAll(CoordinatedShutdown.jvmExitReason())
              .toCompletableFuture()
              .get(HAND_OVER_MAX.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("the cluster was not left in order", e);
    }
  }
}
