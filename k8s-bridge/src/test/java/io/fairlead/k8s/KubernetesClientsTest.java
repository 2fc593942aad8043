package io.fairlead.k8s;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubernetesClientsTest {
  @TempDir Path folder;

  @Test
  void create_readsTheKubeconfig() throws IOException {
    var file = folder.resolve("config");
    Files.writeString(
        file,
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: c, cluster: {server: "https://192.0.2.1:6443"}}]
        users: [{name: u, user: {token: t}}]
        contexts: [{name: x, context: {cluster: c, user: u}}]
        current-context: x
        """);

    try (var client = KubernetesClients.create(Optional.of(file))) {
      assertEquals("https://192.0.2.1:6443/", client.getMasterUrl().toString());
      assertEquals(2, client.getConfiguration().getRequestRetryBackoffLimit());
    }
  }

  @Test
  void create_withoutTheFile_namesIt() {
    var file = folder.resolve("nowhere");

    var fault =
        assertThrows(
            IllegalArgumentException.class, () -> KubernetesClients.create(Optional.of(file)));

    assertTrue(String.valueOf(fault.getMessage()).contains("nowhere is missing"));
  }

  @Test
  void create_fromAFileThatIsNoKubeconfig_saysSo() throws IOException {
    var file = folder.resolve("config");
    Files.writeString(file, "{{{");

    var fault =
        assertThrows(
            IllegalArgumentException.class, () -> KubernetesClients.create(Optional.of(file)));

    assertTrue(String.valueOf(fault.getMessage()).contains("cannot be used"));
  }
}
