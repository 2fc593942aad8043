package io.fairlead.deploy.lab;

import io.fairlead.deploy.lab.kube.LabManifests;
import io.fairlead.deploy.lab.net.LabException;
import io.fairlead.deploy.lab.net.LabNode;
import io.fairlead.deploy.lab.net.LabPlan;
import io.fairlead.deploy.lab.steps.LabSettings;
import io.fairlead.k8s.lab.Manifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code fairlead lab} itself. */
final class LabOptions {
  private static final int TIMEOUT_SECONDS_MAX = 3600;
  private static final int PORT_MAX = 65_535;

  @Mixin private LabFolderOptions where = new LabFolderOptions();

  @Option(
      names = "--nodes",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many nodes, 1 to 20 (default: ${DEFAULT-VALUE}).")
  private int nodes = 3;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE|DIR",
      description =
          "Apply these documents instead of the default ones; a folder means all its .yaml, .yml "
              + "and .json files in order of name. May be given several times.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--keep",
      description = "Leave the lab up in the background after the run, with the dead node healed.")
  private boolean keep;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "Use the API server of this kubeconfig's current context, not an embedded one.")
  private @Nullable Path kubeconfig;

  @Option(
      names = "--api-port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "Loopback port of the embedded API server (default: any free port).")
  private int apiPort;

  @Option(
      names = "--backends",
      paramLabel = "NODE",
      split = ",",
      description =
          "Nodes on which pods run, such as node-1,node-3 (default: all). A Service's annotation "
              + "fairlead.io/lab-backends says it for that Service alone.")
  private List<String> backends = new ArrayList<>();

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "How long any one step may take (default: ${DEFAULT-VALUE}).")
  private int timeoutSeconds = 60;

  /** Given by the launcher: this process is where it has to be. */
  @Option(names = "--relaunched", hidden = true)
  private boolean relaunched;

  /** Given by the launcher: this process is inside a user namespace. */
  @Option(names = "--rootless", hidden = true)
  private boolean rootless;

  boolean keep() {
    return keep;
  }

  boolean relaunched() {
    return relaunched;
  }

  /** Checks everything that can be checked without touching the machine. */
  LabSettings settings() {
    LabPlan plan = new LabPlan(where.folder().name(), nodes);
    range("--timeout", timeoutSeconds, 1, TIMEOUT_SECONDS_MAX);
    range("--api-port", apiPort, 0, PORT_MAX);
    if (kubeconfig != null && !Files.isReadable(kubeconfig)) {
      throw LabException.usage(
          "--kubeconfig: there is no file %s that can be read".formatted(kubeconfig));
    }
    List<LabNode> pods =
        backends.isEmpty() ? plan.nodes() : backends.stream().map(plan::node).toList();
    List<Manifest> manifests =
        files.stream().flatMap(file -> LabManifests.load(file).stream()).toList();
    return new LabSettings(
        plan,
        where.folder(),
        Optional.ofNullable(kubeconfig),
        apiPort,
        pods,
        manifests,
        Duration.ofSeconds(timeoutSeconds),
        rootless);
  }

  /** The arguments by which the launcher starts the same lab again in another place. */
  List<String> relaunchArguments(boolean insideUserNamespace) {
    var words = new ArrayList<>(List.of("lab", "--relaunched"));
    if (insideUserNamespace) {
      words.add("--rootless");
    }
    if (keep) {
      words.add("--keep");
    }
    words.addAll(List.of("--name", where.folder().name().value()));
    words.addAll(List.of("--state-dir", where.folder().root().toString()));
    words.addAll(List.of("--nodes", Integer.toString(nodes)));
    words.addAll(List.of("--api-port", Integer.toString(apiPort)));
    words.addAll(List.of("--timeout", Integer.toString(timeoutSeconds)));
    for (Path file : files) {
      words.addAll(List.of("--file", file.toAbsolutePath().toString()));
    }
    if (kubeconfig != null) {
      words.addAll(List.of("--kubeconfig", kubeconfig.toAbsolutePath().toString()));
    }
    for (String backend : backends) {
      words.addAll(List.of("--backends", backend));
    }
    return List.copyOf(words);
  }

  private static void range(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw LabException.usage("%s must be %d to %d, not %d".formatted(option, least, most, value));
    }
  }
}
