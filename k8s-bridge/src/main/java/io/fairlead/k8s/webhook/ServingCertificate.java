package io.fairlead.k8s.webhook;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/**
 * What the webhook shows to the API server.
 *
 * @param authority who signed the leaf; the API server trusts it
 */
public record ServingCertificate(X509Certificate leaf, PrivateKey key, X509Certificate authority) {}
