package io.fairlead.deploy.webhook;

/** What a look into the folder of a certificate found. */
sealed interface PairFiles {
  /** Both files, as they were at one moment. */
  record Found(String certificates, String key) implements PairFiles {}

  /** One of them at least could not be read. */
  record NotFound(CertificateFault reason, String why) implements PairFiles {}
}
