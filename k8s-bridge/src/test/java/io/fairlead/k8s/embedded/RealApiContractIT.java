package io.fairlead.k8s.embedded;

import io.fairlead.testing.Require;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * The same contract against a real kube-apiserver: part {@code kubebuilder}, present when the
 * environment variable KUBEBUILDER_ASSETS names a folder with {@code etcd} and {@code
 * kube-apiserver}.
 */
@TestInstance(Lifecycle.PER_CLASS)
class RealApiContractIT {
  private static @Nullable RealApiServer server;

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  /** Starts the server for the first case; without the programs every case says so. */
  static synchronized ContractTarget real() {
    if (server == null) {
      String assets = System.getenv().getOrDefault("KUBEBUILDER_ASSETS", "");
      for (String program : List.of("etcd", "kube-apiserver")) {
        if (assets.isEmpty() || !Files.isExecutable(Path.of(assets, program))) {
          String where = " in the folder that KUBEBUILDER_ASSETS names";
          Require.missing("kubebuilder", "the program " + program + where);
        }
      }
      Require.onPath("kubebuilder", "openssl");
      try {
        server = RealApiServer.start(Path.of(assets), Files.createTempDirectory("real-api"));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
    return server.target();
  }

  @Nested
  class Objects extends ApiContractSuite {
    @Override
    ContractTarget target() {
      return real();
    }
  }

  @Nested
  class ShippedManifests extends ManifestContractSuite {
    @Override
    ContractTarget target() {
      return real();
    }

    @Override
    boolean evaluatesCel() {
      return true;
    }
  }

  @Nested
  class Apply extends ApplyContractSuite {
    @Override
    ContractTarget target() {
      return real();
    }
  }

  @Nested
  class CustomKinds extends CustomKindContractSuite {
    @Override
    ContractTarget target() {
      return real();
    }
  }

  @Nested
  class Informers extends InformerContractSuite {
    @Override
    ContractTarget target() {
      return real();
    }
  }
}
