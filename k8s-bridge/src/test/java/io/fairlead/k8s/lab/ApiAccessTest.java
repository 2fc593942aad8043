package io.fairlead.k8s.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.UnknownHostException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ApiAccessTest {
  @TempDir private Path folder;

  @Test
  void of_leavesAServerOnTheLoopbackAsItIs() throws UnknownHostException {
    ApiAccess access = ApiAccess.of(kubeconfig("https://127.0.0.1:6443", ""), folder);

    assertEquals(6443, access.server().getPort());
    assertTrue(access.server().getAddress().isLoopbackAddress());
    assertEquals(access.kubeconfig(), access.controllerKubeconfig());
  }

  @Test
  void of_keepsTheNameOfAServerForItsCertificate() throws UnknownHostException {
    ApiAccess access = ApiAccess.of(kubeconfig("https://localhost", ""), folder);

    assertEquals(443, access.server().getPort());
    assertTrue(
        access.controllerKubeconfig().contains("tls-server-name: \"localhost\"")
            || access.controllerKubeconfig().contains("tls-server-name: localhost"),
        access.controllerKubeconfig());
    assertTrue(access.controllerKubeconfig().contains("127.0.0.1:443"));
  }

  @Test
  void of_makesPathsAbsolute() throws UnknownHostException {
    ApiAccess access =
        ApiAccess.of(
            kubeconfig("https://10.1.2.3:6443", "certificate-authority: certs/ca.crt"), folder);

    assertTrue(
        access.controllerKubeconfig().contains(folder.resolve("certs/ca.crt").toString()),
        access.controllerKubeconfig());
  }

  @Test
  void of_saysWhatIsWrongWithAKubeconfig() {
    var e =
        assertThrows(
            IllegalArgumentException.class, () -> ApiAccess.of("current-context: x\n", folder));

    assertEquals(
        "the kubeconfig has no cluster for its current context 'x'",
        String.valueOf(e.getMessage()));
  }

  private static String kubeconfig(String server, String more) {
    return """
        apiVersion: v1
        kind: Config
        clusters:
        - name: c
          cluster:
            server: %s
            %s
        contexts:
        - name: x
          context: {cluster: c, user: u}
        users:
        - name: u
          user: {}
        current-context: x
        """
        .formatted(server, more);
  }
}
