package io.fairlead.deploy.lab.kube;

import io.fairlead.deploy.lab.net.LabException;
import io.fairlead.deploy.lab.net.LabExit;
import io.fairlead.k8s.lab.LabClient;
import io.fairlead.k8s.lab.Manifest;
import io.fairlead.k8s.lab.ManifestException;
import io.fairlead.k8s.lab.Manifests;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** Reads and applies the user's documents. What is wrong with them is a wrong use of the lab. */
public final class LabManifests {
  private LabManifests() {}

  /** Reads a file, or every YAML and JSON file of a folder in the order of their names. */
  public static List<Manifest> load(Path path) {
    return asUsage(() -> Manifests.load(path));
  }

  /**
   * Reads the documents of one text.
   *
   * @param source what to call it in messages
   */
  public static List<Manifest> parse(String source, String text) {
    return asUsage(() -> Manifests.parse(source, text));
  }

  /** Applies one document; what the API server says against it is a {@link LabException}. */
  public static void apply(LabClient client, Manifest manifest) {
    asUsage(
        () -> {
          client.apply(manifest);
          return manifest;
        });
  }

  private static <T> T asUsage(Supplier<T> step) {
    try {
      return step.get();
    } catch (ManifestException e) {
      throw new LabException(LabExit.USAGE, String.valueOf(e.getMessage()), e);
    }
  }
}
