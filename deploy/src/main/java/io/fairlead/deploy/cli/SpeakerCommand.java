package io.fairlead.deploy.cli;

import io.fairlead.cluster.NodeName;
import io.fairlead.deploy.config.ClusterOptions;
import io.fairlead.deploy.speaker.SpeakerProgram;
import io.fairlead.speaker.l2.L2Settings;
import io.fairlead.speaker.link.InterfaceRules;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fairlead speaker}. */
@Command(
    name = "speaker",
    mixinStandardHelpOptions = true,
    description = {
      "Run the speaker of one node: announces addresses on the network.",
      "Needs the capability NET_RAW, and no Kubernetes credentials."
    })
public final class SpeakerCommand implements Callable<Integer> {
  @Mixin private ClusterOptions cluster = new ClusterOptions();

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

  @Override
  public Integer call() throws IOException, InterruptedException {
    cluster.requireCertificates();
    var program = SpeakerProgram.start(new NodeName(nodeName), cluster, settings());
    var _ = ShutdownSignal.runs(program::close);
    // The signal's thread ends the program, and the process with it.
    new CountDownLatch(1).await();
    return ExitCodes.OK;
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
