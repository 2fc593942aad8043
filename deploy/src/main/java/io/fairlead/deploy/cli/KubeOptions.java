package io.fairlead.deploy.cli;

import io.fairlead.k8s.PlacementWishes;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a person's command reaches Kubernetes. */
final class KubeOptions {
  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "How to reach Kubernetes (default: what KUBECONFIG names, or ~/.kube/config).")
  private @Nullable Path kubeconfig;

  PlacementWishes open() {
    return PlacementWishes.open(Optional.ofNullable(kubeconfig));
  }
}
