package io.fairlead.deploy.lab.steps;

import io.fairlead.deploy.lab.net.LabNode;
import io.fairlead.deploy.lab.net.LabPlan;
import io.fairlead.deploy.lab.process.LabFolder;
import io.fairlead.k8s.lab.Manifest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the user asked for.
 *
 * @param kubeconfig of an existing API server; empty for an embedded one
 * @param apiPort where the embedded one listens on the machine's loopback; 0 for any free port
 * @param backends on which nodes pods run
 * @param manifests what is applied instead of the default documents; empty for the default run
 * @param stepLimit how long any step may take
 * @param rootless whether the namespaces are inside a user namespace
 */
public record LabSettings(
    LabPlan plan,
    LabFolder folder,
    Optional<Path> kubeconfig,
    int apiPort,
    List<LabNode> backends,
    List<Manifest> manifests,
    Duration stepLimit,
    boolean rootless) {
  public LabSettings {
    backends = List.copyOf(backends);
    manifests = List.copyOf(manifests);
  }
}
