package io.fairlead.k8s;

import static io.fairlead.k8s.SnapshotLog.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fairlead.k8s.crd.BFDProfile;
import io.fairlead.k8s.crd.IPAddressPool;
import io.fairlead.k8s.webhook.ServingCertificate;
import io.fairlead.k8s.webhook.WebhookServer;
import io.fairlead.k8s.webhook.WebhookTrust;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From a user's request through the API server and the Service of the manifest to the webhook and
 * back, over TLS.
 */
class AdmissionIT extends EmbeddedBridge {
  private static final Path MANIFEST =
      Path.of(
          System.getProperty("fairlead.root", ".."),
          "deploy",
          "manifests",
          "webhook",
          "webhook.yaml");

  @TempDir private Path folder;
  private ServingCertificate certificate;
  private X509Certificate authority;
  private WebhookServer webhook;

  AdmissionIT() throws IOException {}

  @BeforeEach
  void serve() throws Exception {
    certificate = certificate();
    authority = read("ca.crt");
    webhook =
        WebhookServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            certificate,
            "metallb-system",
            watcher::storedConfiguration);
    installCrds();
    // While a kind is listed nothing can be judged.
    until("all kinds to be watched", watcher::isWatching);
    endpoint("webhook", webhook.port(), true);
  }

  @AfterEach
  void stop() {
    webhook.close();
  }

  @Test
  void aPoolThatOverlapsAnother_isRefusedWithTheRule_andNotStored() throws Exception {
    configure("Fail");
    assertTrue(trust(), "the caBundle differs");
    assertFalse(trust(), "it is written only when it differs");
    apply(pool("gold", "10.1.0.0/24"));
    log.await("the pool", s -> s.config().pools().containsKey("gold"));

    var refusal =
        assertThrows(KubernetesClientException.class, () -> apply(pool("silver", "10.1.0.128/25")));

    assertEquals(403, refusal.getCode());
    assertTrue(
        String.valueOf(refusal.getMessage())
            .contains("admission webhook \"ipaddresspoolvalidationwebhook.metallb.io\" denied"),
        refusal::toString);
    assertTrue(String.valueOf(refusal.getMessage()).contains("(V15)"), refusal::toString);
    assertEquals(1, pools());
    apply(pool("silver", "10.2.0.0/24"));
    assertEquals(2, pools());
  }

  @Test
  void aWebhookThatIsDown_stopsNothingWithIgnore_andEveryChangeWithFail() throws Exception {
    configure("Ignore");
    trust();
    webhook.close();
    apply(pool("gold", "10.1.0.0/24"));
    assertEquals(1, pools());

    configure("Fail");
    trust();
    var refusal =
        assertThrows(KubernetesClientException.class, () -> apply(pool("silver", "10.2.0.0/24")));

    assertEquals(500, refusal.getCode());
    assertTrue(
        String.valueOf(refusal.getMessage()).contains("failed calling webhook"), refusal::toString);
    assertEquals(1, pools());
  }

  @Test
  void aWebhookThatIsNotTrusted_countsAsDown() throws Exception {
    configure("Fail");

    var refusal =
        assertThrows(KubernetesClientException.class, () -> apply(pool("gold", "10.1.0.0/24")));

    assertEquals(500, refusal.getCode());
    trust();
    apply(pool("gold", "10.1.0.0/24"));
    assertEquals(1, pools());
  }

  @Test
  void aServiceWithoutAReadyEndpoint_countsAsDown() throws Exception {
    configure("Fail");
    trust();
    endpoint("webhook", webhook.port(), false);

    String nobody = refusal("gold", "10.1.0.0/24");
    endpoint("other", webhook.port(), true);
    apply(pool("gold", "10.1.0.0/24"));

    assertTrue(nobody.startsWith("500"), nobody);
    assertTrue(
        nobody.contains("no endpoints available for service \"metallb-webhook-service\""), nobody);
    assertEquals(1, pools());
  }

  @Test
  void theManifestAppliedAgain_isNoConflict_andKeepsTheTrust() throws Exception {
    for (int i = 0; i < 2; i++) {
      try (var manifest = Files.newInputStream(MANIFEST)) {
        user.load(manifest).serverSideApply();
      }
      assertEquals(i == 0, trust(), "it is written once");
    }
    apply(pool("gold", "10.1.0.0/24"));
    log.await("the pool", s -> s.config().pools().containsKey("gold"));

    String refusal = refusal("silver", "10.1.0.0/25");

    assertTrue(refusal.contains("(V15)"), refusal);
  }

  @Test
  void anotherPortOfTheService_isNotCalled() throws Exception {
    configure(
        hook -> {
          hook.setFailurePolicy("Fail");
          hook.getClientConfig().getService().setPort(8443);
        });
    trust();

    String refusal = refusal("gold", "10.1.0.0/24");

    assertTrue(refusal.contains("no service port 8443 found"), refusal);
  }

  @Test
  void aCertificateForAnotherName_isNotBelieved() throws Exception {
    apply(
        """
        apiVersion: v1
        kind: Service
        metadata: {name: other, namespace: metallb-system}
        spec: {ports: [{port: 443, targetPort: 9443}]}
        """);
    apply(
        """
        apiVersion: v1
        kind: Endpoints
        metadata: {name: other, namespace: metallb-system}
        subsets: [{addresses: [{ip: 127.0.0.1}], ports: [{port: %d}]}]
        """
            .formatted(webhook.port()));
    configure(
        hook -> {
          hook.setFailurePolicy("Fail");
          hook.getClientConfig().getService().setName("other");
        });
    trust();

    String refusal = refusal("gold", "10.1.0.0/24");

    assertTrue(refusal.contains("other.metallb-system.svc found"), refusal);
  }

  @Test
  void aWebhookThatAnswersTooLate_countsAsDown() throws Exception {
    try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      endpoint("webhook", silent.getLocalPort(), true);
      configure(
          hook -> {
            hook.setFailurePolicy("Fail");
            hook.setTimeoutSeconds(1);
          });
      trust();

      String refusal = refusal("gold", "10.1.0.0/24");

      assertTrue(refusal.contains("?timeout=1s\": Read timed out"), refusal);
    }
  }

  @Test
  void selectors_leaveOutWhatTheyDoNotTake() throws Exception {
    apply(pool("gold", "10.1.0.0/24"));
    log.await("the pool", s -> s.config().pools().containsKey("gold"));
    var judged = new LabelSelectorBuilder().addToMatchLabels("judged", "yes").build();
    configure(hook -> hook.setNamespaceSelector(judged));
    trust();
    apply(pool("silver", "10.1.0.128/25"));
    assertEquals(2, pools());

    user.namespaces()
        .withName("metallb-system")
        .edit(
            namespace -> {
              namespace.getMetadata().getLabels().put("judged", "yes");
              return namespace;
            });
    String refusal = refusal("bronze", "10.1.0.0/25");
    assertTrue(refusal.contains("(V15)"), refusal);

    configure(hook -> hook.setObjectSelector(judged));
    trust();
    apply(pool("bronze", "10.1.0.0/25"));
    assertEquals(3, pools());
  }

  @Test
  void aPeerOfTheOldVersion_isJudgedAsTheNewOne() throws Exception {
    configure("Fail");
    trust();
    var old =
        """
        apiVersion: metallb.io/v1beta1
        kind: BGPPeer
        metadata: {name: tor, namespace: default}
        spec: {myASN: 1, peerASN: 2, peerAddress: 10.0.0.1}
        """;

    var refusal = assertThrows(KubernetesClientException.class, () -> apply(old));
    configure(
        hook -> {
          hook.setFailurePolicy("Fail");
          hook.setMatchPolicy("Exact");
        });
    apply(old);

    assertTrue(
        String.valueOf(refusal.getMessage())
            .contains("must be created in metallb-system namespace"),
        refusal::toString);
  }

  @Test
  void deletingAllOfAKind_asksForEach() throws Exception {
    configure("Fail");
    trust();
    apply(
        """
        apiVersion: metallb.io/v1beta1
        kind: BFDProfile
        metadata: {name: fast, namespace: metallb-system}
        """);
    apply(
        """
        apiVersion: metallb.io/v1beta2
        kind: BGPPeer
        metadata: {name: tor, namespace: metallb-system}
        spec: {myASN: 1, peerASN: 2, peerAddress: 10.0.0.1, bfdProfile: fast}
        """);
    log.await("the peer", s -> s.config().peers().containsKey("tor"));
    var profiles = user.resources(BFDProfile.class).inNamespace("metallb-system");

    var refusal = assertThrows(KubernetesClientException.class, this::deleteProfiles);

    assertTrue(
        String.valueOf(refusal.getMessage()).contains("used by BGPPeer tor"), refusal::toString);
    assertEquals(1, profiles.list().getItems().size());
  }

  private void deleteProfiles() {
    var _ =
        user.raw("/apis/metallb.io/v1beta1/namespaces/metallb-system/bfdprofiles", "DELETE", null);
  }

  private int pools() {
    return user.resources(IPAddressPool.class)
        .inNamespace("metallb-system")
        .list()
        .getItems()
        .size();
  }

  private boolean trust() {
    return new WebhookTrust(user, WebhookTrust.DEFAULT_NAME).trust(List.of(authority));
  }

  /** The shipped manifest as it stands, then with another failurePolicy. */
  private void configure(String failurePolicy) throws IOException {
    configure(hook -> hook.setFailurePolicy(failurePolicy));
  }

  private void configure(Consumer<ValidatingWebhook> change) throws IOException {
    try (var manifest = Files.newInputStream(MANIFEST)) {
      user.load(manifest).forceConflicts().serverSideApply();
    }
    user.admissionRegistration()
        .v1()
        .validatingWebhookConfigurations()
        .withName(WebhookTrust.DEFAULT_NAME)
        .edit(
            configuration -> {
              configuration.getWebhooks().forEach(change);
              return configuration;
            });
  }

  /** What Kubernetes makes of a ready pod behind the Service. */
  private void endpoint(String name, int port, boolean ready) {
    apply(
        """
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata:
          name: %s
          namespace: metallb-system
          labels: {kubernetes.io/service-name: metallb-webhook-service}
        addressType: IPv4
        endpoints: [{addresses: [127.0.0.1], conditions: {ready: %s}}]
        ports: [{name: "", port: %d, protocol: TCP}]
        """
            .formatted(name, ready, port));
  }

  private String refusal(String pool, String range) {
    var refusal = assertThrows(KubernetesClientException.class, () -> apply(pool(pool, range)));
    return refusal.getCode() + " " + refusal.getMessage();
  }

  private ServingCertificate certificate() throws Exception {
    String curve = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";
    Files.writeString(
        folder.resolve("san"), "subjectAltName=DNS:metallb-webhook-service.metallb-system.svc\n");
    openssl("req -x509 " + curve + " -keyout ca.key -out ca.crt -days 2 -subj /CN=webhook-ca");
    openssl("req " + curve + " -keyout tls.key -out tls.csr -subj /CN=127.0.0.1");
    openssl(
        "x509 -req -in tls.csr -CA ca.crt -CAkey ca.key -CAcreateserial -out tls.crt -days 2"
            + " -extfile san");
    var key = Files.readString(folder.resolve("tls.key")).replaceAll("-----[A-Z ]+-----", "");
    return new ServingCertificate(
        List.of(read("tls.crt")),
        KeyFactory.getInstance("EC")
            .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(key))));
  }

  private X509Certificate read(String file) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(Files.readAllBytes(folder.resolve(file))));
  }

  private void openssl(String arguments) throws Exception {
    var process =
        new ProcessBuilder(("openssl " + arguments).split(" "))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
            .start();
    assertEquals(0, process.waitFor(), () -> "openssl " + arguments);
  }
}
