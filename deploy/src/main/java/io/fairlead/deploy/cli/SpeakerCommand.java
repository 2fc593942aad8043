package io.fairlead.deploy.cli;

import io.fairlead.cluster.NodeName;
import io.fairlead.deploy.config.ClusterOptions;
import io.fairlead.deploy.speaker.SpeakerProgram;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
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

  @Override
  public Integer call() throws IOException, InterruptedException {
    cluster.requireCertificates();
    var program =
        SpeakerProgram.start(new NodeName(nodeName), cluster, List.copyOf(excludedInterfaces));
    var _ = ShutdownSignal.runs(program::close);
    // The signal's thread ends the program, and the process with it.
    new CountDownLatch(1).await();
    return ExitCodes.OK;
  }
}
