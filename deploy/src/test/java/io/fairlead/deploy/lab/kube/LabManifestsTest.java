package io.fairlead.deploy.lab.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.deploy.lab.net.LabException;
import io.fairlead.deploy.lab.net.LabExit;
import io.fairlead.k8s.lab.LabServices;
import io.fairlead.k8s.lab.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LabManifestsTest {
  private static final Path BUNDLED =
      Path.of(System.getProperty("fairlead.root", ".."), "deploy", "manifests", "lab");

  @TempDir private Path folder;

  @Test
  void load_readsEveryDocumentOfAFolderInOrderOfItsFiles() {
    List<Manifest> manifests = LabManifests.load(BUNDLED.resolve("coffee"));

    assertEquals(
        List.of(
            "ConfigMap metallb-system/config",
            "Deployment default/coffee",
            "Service default/coffee"),
        manifests.stream().map(Manifest::subject).toList());
    assertEquals(List.of(new ServiceKey("default", "coffee")), LabServices.balanced(manifests));
  }

  @Test
  void load_readsTheDefaultDocuments() {
    assertEquals(1, LabManifests.load(BUNDLED.resolve("config-pool.yaml")).size());
    assertEquals(
        List.of(new ServiceKey("default", "nginx")),
        LabServices.balanced(LabManifests.load(BUNDLED.resolve("nginx.yaml"))));
    assertEquals(
        List.of(new ServiceKey("default", "second")),
        LabServices.balanced(LabManifests.load(BUNDLED.resolve("second.yaml"))));
  }

  @Test
  void parse_makesAWrongDocumentAWrongUse() {
    var e = assertThrows(LabException.class, () -> LabManifests.parse("x.yaml", "kind: Service"));

    assertEquals(LabExit.USAGE, e.exit());
    assertEquals("x.yaml, document 1 has no 'apiVersion'", e.explanation());
  }

  @Test
  void load_makesAMissingFileAWrongUse() {
    Path absent = folder.resolve("absent.yaml");
    var e = assertThrows(LabException.class, () -> LabManifests.load(absent));

    assertEquals(LabExit.USAGE, e.exit());
    assertEquals("there is no file or folder " + absent, e.explanation());
  }

  @Test
  void existing_makesAWrongKubeconfigAWrongUse() throws IOException {
    Path kubeconfig = Files.writeString(folder.resolve("config"), "current-context: x\n");
    var e = assertThrows(LabException.class, () -> LabApi.existing(kubeconfig));

    assertEquals(LabExit.USAGE, e.exit());
    assertEquals("the kubeconfig has no cluster for its current context 'x'", e.explanation());
  }

  @Test
  void existing_saysThatAServersNameIsMissing() throws IOException {
    Path kubeconfig =
        Files.writeString(
            folder.resolve("config"),
            """
            clusters:
            - {name: c, cluster: {server: "https://api.invalid:6443"}}
            contexts:
            - {name: x, context: {cluster: c}}
            current-context: x
            """);
    var e = assertThrows(LabException.class, () -> LabApi.existing(kubeconfig));

    assertEquals(LabExit.MISSING, e.exit());
    assertEquals("the API server's name 'api.invalid' cannot be found", e.explanation());
  }
}
