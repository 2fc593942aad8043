package io.fairlead.k8s.webhook;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What the webhook shows to the API server.
 *
 * @param chain the certificate of the webhook first, then those between it and the authority
 * @param key of the first
 */
public record ServingCertificate(List<X509Certificate> chain, PrivateKey key) {
  /**
   * @throws IllegalArgumentException when there is no certificate
   */
  public ServingCertificate {
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("a chain begins with the certificate of the webhook");
    }
  }

  /** The webhook's own certificate. */
  public X509Certificate leaf() {
    return chain.getFirst();
  }
}
