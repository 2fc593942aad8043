package io.fairlead.k8s;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fairlead.k8s.crd.IPAddressPool;
import io.fairlead.k8s.webhook.ServingCertificate;
import io.fairlead.k8s.webhook.WebhookServer;
import io.fairlead.k8s.webhook.WebhookTrust;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a user's request through the API server to the webhook and back, over TLS. */
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

  /** The shipped manifest, with the address of this server in the place of the Service. */
  private void configure(String failurePolicy) throws IOException {
    String document =
        Arrays.stream(Files.readString(MANIFEST).split("(?m)^---$"))
            .filter(it -> it.contains("kind: ValidatingWebhookConfiguration"))
            .findFirst()
            .orElseThrow();
    var shipped =
        user.getKubernetesSerialization().unmarshal(document, ValidatingWebhookConfiguration.class);
    for (var hook : shipped.getWebhooks()) {
      var client = hook.getClientConfig();
      client.setUrl("https://127.0.0.1:" + webhook.port() + client.getService().getPath());
      client.setService(null);
      hook.setFailurePolicy(failurePolicy);
    }
    var resource = user.resource(shipped);
    resource.delete();
    resource.create();
  }

  private ServingCertificate certificate() throws Exception {
    String curve = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";
    Files.writeString(folder.resolve("san"), "subjectAltName=IP:127.0.0.1\n");
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
