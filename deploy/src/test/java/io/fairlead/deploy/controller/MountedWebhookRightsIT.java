package io.fairlead.deploy.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fairlead.deploy.pki.ClusterAuthority;
import io.fairlead.deploy.pki.ClusterRole;
import io.fairlead.deploy.pki.PemFolder;
import io.fairlead.deploy.webhook.CertificateMount;
import io.fairlead.deploy.webhook.MountedWebhook;
import io.fairlead.k8s.KubernetesBridge;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * A controller whose certificate comes from cert-manager has no right on the webhook's
 * configuration, and leaves it as it is.
 */
class MountedWebhookRightsIT extends ControllerWithRights {
  private static final String MANIFEST = "webhook/cert-manager/webhook.yaml";
  private static final String HOST = "metallb-webhook-service.metallb-system.svc";

  /** What cert-manager wrote; the controller must not know better. */
  private static final String BUNDLE = "Y2VydC1tYW5hZ2Vy";

  private final AtomicReference<Optional<MountedWebhook>> webhook =
      new AtomicReference<>(Optional.empty());

  @Override
  void applyWebhook() throws IOException {
    // The kinds of cert-manager are not there; nothing reads them but cert-manager.
    for (String document : documents(MANIFEST)) {
      if (!document.contains("apiVersion: cert-manager.io/")) {
        apply(document);
      }
    }
    client
        .admissionRegistration()
        .v1()
        .validatingWebhookConfigurations()
        .withName("metallb-webhook-configuration")
        .edit(
            configuration -> {
              configuration
                  .getWebhooks()
                  .forEach(hook -> hook.getClientConfig().setCaBundle(BUNDLE));
              return configuration;
            });
  }

  private static List<String> documents(String file) throws IOException {
    return Arrays.asList(Files.readString(MANIFESTS.resolve(file)).split("(?m)^---$"));
  }

  @Override
  void serveWebhook(KubernetesBridge bridge) {
    var mount = new CertificateMount(folder.resolve("certs"), HOST);
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var served =
        MountedWebhook.start(
            address,
            mount,
            NAMESPACE,
            bridge::storedConfiguration,
            Clock.systemUTC(),
            Duration.ofMillis(100));
    bridge.accompany(served);
    webhook.set(Optional.of(served));
  }

  @Test
  void controllerWithAMountedCertificate_needsNoRightOnTheConfiguration_andWritesNothing()
      throws Exception {
    var before = configuration();
    startController();
    apply(pool("10.0.42.0/24"));
    apply(service("web"));
    await("the address", () -> "10.0.42.0".equals(addressOf("web")));
    assertEquals(Optional.empty(), webhook.get().flatMap(MountedWebhook::port), "no files yet");

    var authority = ClusterAuthority.create("test", Instant.now());
    var leaf = authority.issue(ClusterRole.CONTROLLER, List.of(HOST), Instant.now());
    new PemFolder(folder.resolve("certs")).writeLeaf(leaf, authority.certificate());
    await("the webhook", () -> webhook.get().flatMap(MountedWebhook::port).isPresent());
    apply(pool("10.0.43.0/24"));
    await("the other address", () -> "10.0.43.0".equals(addressOf("web")));

    assertEquals(List.of(), api.refusals());
    assertEquals(before, configuration());
    assertTrue(
        api.uses().stream().noneMatch(use -> use.contains("validatingwebhookconfigurations")),
        () -> api.uses().toString());
  }

  private ValidatingWebhookConfiguration configuration() {
    return client
        .admissionRegistration()
        .v1()
        .validatingWebhookConfigurations()
        .withName("metallb-webhook-configuration")
        .require();
  }

  @Test
  void manifestsOfBothWays_differInTheCertificateAlone() throws IOException {
    assertEquals(withoutCertificate("webhook/webhook.yaml"), withoutCertificate(MANIFEST));
    assertTrue(
        Files.readString(MANIFESTS.resolve(MANIFEST))
            .contains("cert-manager.io/inject-ca-from: metallb-system/metallb-webhook-cert\n"));
  }

  private static String withoutCertificate(String file) throws IOException {
    return documents(file).stream()
        .filter(document -> !document.contains("apiVersion: cert-manager.io/"))
        .flatMap(String::lines)
        .filter(line -> !line.startsWith("#") && !line.isBlank())
        .filter(line -> !line.contains("annotations:") && !line.contains("inject-ca-from"))
        .collect(Collectors.joining("\n"));
  }
}
