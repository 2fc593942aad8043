package io.fairlead.deploy.webhook;

import java.time.Instant;
import java.util.Optional;

/**
 * How the webhook stands.
 *
 * @param end of the certificate that is shown; empty while there is none, and nothing is served
 * @param fault of the certificate's files, if they are not as they should be
 */
public record WebhookReport(Optional<Instant> end, Optional<CertificateFault> fault) {}
