package io.fairlead.deploy.speaker;

import io.fairlead.cluster.NodeName;
import io.fairlead.deploy.config.ClusterOptions;
import io.fairlead.deploy.config.Management;
import io.fairlead.deploy.config.MemberConfig;
import io.fairlead.deploy.metrics.Metric;
import io.fairlead.membership.actor.FairleadMembership;
import io.fairlead.membership.actor.RestartingSystem;
import io.fairlead.net.IpAddress;
import io.fairlead.speaker.HelloIntake;
import io.fairlead.speaker.SpeakerCore;
import io.fairlead.speaker.actor.SpeakerActor;
import io.fairlead.speaker.hello.HelloEndpoint;
import io.fairlead.speaker.hello.HelloSettings;
import io.fairlead.speaker.l2.AnswerGate;
import io.fairlead.speaker.l2.L2Announcer;
import io.fairlead.speaker.l2.L2Settings;
import io.fairlead.speaker.link.AfPacketLink;
import io.fairlead.speaker.link.LinkException;
import io.fairlead.speaker.link.UdpPort;
import io.fairlead.speaker.plan.StartGate;
import io.fairlead.speaker.table.TableStore;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
  private final Optional<HelloEndpoint> hello;
  private final RestartingSystem<?> system;

  private SpeakerProgram(
      L2Announcer announcer,
      SpeakerCore core,
      Optional<HelloEndpoint> hello,
      RestartingSystem<?> system) {
    this.announcer = announcer;
    this.core = core;
    this.hello = hello;
    this.system = system;
  }

  /**
   * Starts to announce what the stored table says, and joins the cluster.
   *
   * @throws IOException when the data folder or the raw sockets cannot be used
   */
  public static SpeakerProgram start(
      NodeName node, ClusterOptions cluster, L2Settings settings, HelloSettings helloSettings)
      throws IOException {
    Files.createDirectories(cluster.data());
    var answers = new AnswerGate();
    var announcer = L2Announcer.start(AfPacketLink.open(), settings, answers);
    var store = new TableStore(cluster.data().resolve("table.json"));
    var core = SpeakerCore.start(node, announcer, answers, store, StartGate.Waits.DEFAULT);
    var hello = hello(core, answers, cluster.bindHost(), helloSettings);
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
    return new SpeakerProgram(announcer, core, hello, system);
  }

  /** A speaker without hellos works all the same, and fails over in seconds. */
  private static Optional<HelloEndpoint> hello(
      SpeakerCore core, AnswerGate answers, String host, HelloSettings settings) {
    if (!settings.isOn()) {
      LOG.info("hello sessions are off; fail-over relies on the cluster and takes seconds");
      return Optional.empty();
    }
    try {
      var self = IpAddress.parse(host);
      var port = UdpPort.open(self, settings.port());
      var endpoint = HelloEndpoint.start(port, self, settings, answers, HelloIntake.into(core));
      var _ = core.attachHello(endpoint);
      return Optional.of(endpoint);
    } catch (LinkException | IllegalArgumentException e) {
      LOG.warn("no hello sessions ({}); fail-over relies on the cluster", e.getMessage());
      return Optional.empty();
    }
  }

  /** What this speaker counts; readable while it lives. */
  public List<Metric> metrics() {
    return SpeakerMetrics.of(
        new SpeakerMetrics.Sources(
            core.self(),
            announcer::current,
            core::table,
            announcer::counters,
            () -> hello.map(HelloEndpoint::counters)));
  }

  /** Hands over to the other speakers, leaves the cluster, and goes quiet. */
  @Override
  public void close() {
    handOver();
    system.close();
    core.close();
    hello.ifPresent(HelloEndpoint::close);
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
