package io.fairlead.deploy.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fairlead.k8s.crd.ConfigurationState;
import io.fairlead.k8s.crd.IPAddressPool;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The manifests of the webhook as they stand, and the real controller's process behind the Service
 * that they name: the API server finds it there, and believes its certificate.
 */
class WebhookByServiceIT extends ControllerWithRights {
  private static final String SILVER =
      """
      apiVersion: metallb.io/v1beta1
      kind: IPAddressPool
      metadata: {name: silver, namespace: metallb-system}
      spec: {addresses: [10.0.42.128/25]}
      """;

  @Test
  void webhookOfTheManifests_isAsked_isNoObstacleWhenItStandsStill_andIsBackAfterwards()
      throws Exception {
    int port = ControllerProcess.freePort();
    applyEndpoint(port);
    try (var process =
        ControllerProcess.start(
            folder,
            folder.resolve("controller"),
            "--webhook-mode",
            "enabled",
            "--webhook-port",
            Integer.toString(port))) {
      await("the trust of the webhook", this::isWebhookTrusted);
      apply(pool("10.0.42.0/24"));
      await("the pool to be known", () -> pools().getFirst().getStatus() != null);
      apply(service("web"));
      await("the address", () -> "10.0.42.0".equals(addressOf("web")));

      assertDenied();
      assertEquals(1, pools().size());

      process.freeze();
      // The manifest's timeout of 5 s, then its failurePolicy: Ignore.
      apply(SILVER);
      process.thaw();
      await("what is wrong", () -> summary().contains("metallb-system/silver"));
      assertEquals("10.0.42.0", addressOf("web"));
      client.resources(IPAddressPool.class).inNamespace(NAMESPACE).withName("silver").delete();
      await("nothing to be wrong", () -> summary().isEmpty());
      assertDenied();
      assertTrue(process.log().contains("stood still"), process::log);
    }
  }

  private void assertDenied() {
    var refusal = assertThrows(KubernetesClientException.class, () -> apply(SILVER));
    assertEquals(403, refusal.getCode());
    String why = String.valueOf(refusal.getMessage());
    assertTrue(
        why.contains("\"ipaddresspoolvalidationwebhook.metallb.io\" denied")
            && why.contains("(V15)"),
        why);
  }

  private String summary() {
    return all(ConfigurationState.class).stream()
        .filter(state -> state.getMetadata().getName().equals("controller"))
        .flatMap(state -> Optional.ofNullable(state.getStatus()).stream())
        .flatMap(status -> Optional.ofNullable(status.errorSummary()).stream())
        .findFirst()
        .orElse("");
  }

  /** What Kubernetes makes of the Service's selector and its ready pod. */
  private void applyEndpoint(int port) {
    apply(
        """
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata:
          name: metallb-webhook-service-1
          namespace: metallb-system
          labels: {kubernetes.io/service-name: metallb-webhook-service}
        addressType: IPv4
        endpoints: [{addresses: [127.0.0.1], conditions: {ready: true}}]
        ports: [{name: "", port: %d, protocol: TCP}]
        """
            .formatted(port));
  }
}
