package io.fairlead.deploy.lab.kube;

import io.fairlead.deploy.lab.net.LabException;
import io.fairlead.deploy.lab.net.LabExit;
import io.fairlead.k8s.lab.ApiAccess;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The Kubernetes API that a lab uses.
 *
 * @param access how to reach it
 * @param embedded whether it lives and dies with the lab
 * @param closing ends it, or does nothing
 */
public record LabApi(ApiAccess access, boolean embedded, Runnable closing)
    implements AutoCloseable {

  /** An API server that is already there, as this kubeconfig's current context names it. */
  public static LabApi existing(Path kubeconfig) {
    try {
      Path file = kubeconfig.toAbsolutePath();
      Path folder = file.getParent();
      ApiAccess access =
          ApiAccess.of(Files.readString(file), folder == null ? Path.of("/") : folder);
      return new LabApi(access, false, () -> {});
    } catch (IllegalArgumentException e) {
      throw new LabException(LabExit.USAGE, String.valueOf(e.getMessage()), e);
    } catch (UnknownHostException e) {
      throw new LabException(LabExit.MISSING, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new LabException(
          LabExit.USAGE,
          "cannot read the kubeconfig %s: %s".formatted(kubeconfig, e.getMessage()),
          e);
    }
  }

  @Override
  public void close() {
    closing.run();
  }
}
