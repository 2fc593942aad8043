package io.fairlead.deploy.webhook;

import io.fairlead.k8s.webhook.ServingCertificate;
import java.security.cert.X509Certificate;

/**
 * A certificate that this controller made for itself.
 *
 * @param authority who signed it; the API server has to trust it
 */
public record IssuedCertificate(ServingCertificate serving, X509Certificate authority) {}
