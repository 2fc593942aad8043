package io.fairlead.deploy.cli;

import io.fairlead.cluster.NodeName;
import io.fairlead.deploy.config.ClusterOptions;
import io.fairlead.deploy.config.MetricsOptions;
import io.fairlead.deploy.metrics.MetricsServer;
import io.fairlead.deploy.speaker.SpeakerProgram;
import io.fairlead.speaker.hello.HelloSettings;
import io.fairlead.speaker.l2.L2Settings;
import io.fairlead.speaker.link.InterfaceRules;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code fairlead speaker}. */
@Command(
    name = "speaker",
    mixinStandardHelpOptions = true,
    description = {
      "Run the speaker of one node: announces addresses on the network.",
      "Needs the capability NET_RAW, should have SYS_NICE, and needs no Kubernetes credentials."
    })
public final class SpeakerCommand implements Callable<Integer> {
  @Mixin private ClusterOptions cluster = new ClusterOptions();
  @Mixin private MetricsOptions metrics = new MetricsOptions();

  @Option(
      names = "--node-name",
      required = true,
      defaultValue = "${env:METALLB_NODE_NAME}",
      paramLabel = "NAME",
      description = {"Name of the Kubernetes node.", "(environment: METALLB_NODE_NAME)"})
  private String nodeName = "";

  @Option(
      names = "--exclude-interface",
      split = ",",
      paramLabel = "REGEX",
      description =
          "Never announce on interfaces that match; replaces the built-in list of the usual"
              + " container interfaces.")
  private List<String> excludedInterfaces = List.of();

  @Option(
      names = "--hello-port",
      defaultValue = "${env:FAIRLEAD_HELLO_PORT:-7947}",
      paramLabel = "PORT",
      description = {
        "UDP port of the hello sessions among speakers, the same on all nodes; 0 for none.",
        "(environment: FAIRLEAD_HELLO_PORT; default: 7947)"
      })
  private int helloPort;

  @Option(
      names = "--hello-interval",
      defaultValue = "${env:FAIRLEAD_HELLO_INTERVAL:-50}",
      paramLabel = "MS",
      description = {
        "Milliseconds from one hello to the next, 10 to 1000; a node is given up when"
            + " --hello-multiplier of them are missing. Without the capability SYS_NICE 100 at least.",
        "(environment: FAIRLEAD_HELLO_INTERVAL; default: 50)"
      })
  private int helloInterval;

  @Option(
      names = "--hello-multiplier",
      defaultValue = "${env:FAIRLEAD_HELLO_MULTIPLIER:-3}",
      paramLabel = "N",
      description = {
        "So many hellos may be missing, 2 to 20.",
        "(environment: FAIRLEAD_HELLO_MULTIPLIER; default: 3)"
      })
  private int helloMultiplier;

  @Option(
      names = "--gratuitous-arp-interval",
      defaultValue = "${env:METALLB_GRATUITOUS_ARP_INTERVAL:-0}",
      paramLabel = "SECONDS",
      description = {
        "Announce every address unasked about this often; 0: only when it is new here or a link"
            + " comes back.",
        "(environment: METALLB_GRATUITOUS_ARP_INTERVAL)"
      })
  private int gratuitousSeconds;

  @Option(
      names = "--address-probes",
      defaultValue = "3",
      paramLabel = "COUNT",
      description =
          "Ask the segment so often, 100 ms apart, whether somebody has an address before it is"
              + " announced for the first time; 0: do not ask.")
  private int probes;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    cluster.requireCertificates();
    var metricsAddress = metrics.address();
    var program =
        SpeakerProgram.start(new NodeName(nodeName), cluster, settings(), helloSettings());
    // Outside of the actor system, which may end and start again under the announcer.
    var _ = MetricsServer.startIfWanted(metricsAddress, program.metrics());
    var _ = ShutdownSignal.runs(program::close);
    // The signal's thread ends the program, and the process with it.
    new CountDownLatch(1).await();
    return ExitCodes.OK;
  }

  private HelloSettings helloSettings() {
    try {
      return new HelloSettings(helloPort, helloInterval, helloMultiplier);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private L2Settings settings() {
    var rules =
        excludedInterfaces.isEmpty()
            ? InterfaceRules.DEFAULT
            : InterfaceRules.of(excludedInterfaces);
    return L2Settings.DEFAULT
        .withRules(rules)
        .withProbes(probes)
        .withPeriod(TimeUnit.SECONDS.toMillis(gratuitousSeconds));
  }
}
