package io.fairlead.k8s.webhook;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;

/** Writes whom the API server has to trust into the ValidatingWebhookConfiguration. */
public final class WebhookTrust {
  /** Name of the object in MetalLB's manifests. */
  public static final String DEFAULT_NAME = "metallb-webhook-configuration";

  private final KubernetesClient client;
  private final String name;

  /**
   * @param client stays the caller's
   */
  public WebhookTrust(KubernetesClient client, String name) {
    this.client = client;
    this.name = name;
  }

  /**
   * Makes the object trust these authorities, and writes only if it does not. Without the object
   * there is nobody to trust, and nothing is done.
   *
   * @return true when something was written
   * @throws io.fabric8.kubernetes.client.KubernetesClientException the server refuses
   */
  public boolean trust(List<X509Certificate> authorities) {
    var resource =
        client.admissionRegistration().v1().validatingWebhookConfigurations().withName(name);
    ValidatingWebhookConfiguration object = resource.get();
    if (object == null || object.getWebhooks() == null) {
      return false;
    }
    String wanted = bundle(authorities);
    boolean changed = false;
    for (var webhook : object.getWebhooks()) {
      if (!Objects.equals(webhook.getClientConfig().getCaBundle(), wanted)) {
        webhook.getClientConfig().setCaBundle(wanted);
        changed = true;
      }
    }
    if (changed) {
      // With the version that was read: a write by somebody else in between is not undone.
      client.resource(object).update();
    }
    return changed;
  }

  /** PEM of each authority once, in base64 as the field wants it. */
  static String bundle(List<X509Certificate> authorities) {
    var pem = new LinkedHashSet<String>();
    authorities.forEach(authority -> pem.add(pem(authority)));
    return Base64.getEncoder()
        .encodeToString(String.join("", pem).getBytes(StandardCharsets.US_ASCII));
  }

  private static String pem(X509Certificate certificate) {
    try {
      String body =
          Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
      return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate made here cannot be encoded", e);
    }
  }
}
