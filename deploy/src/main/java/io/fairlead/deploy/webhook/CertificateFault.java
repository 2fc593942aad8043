package io.fairlead.deploy.webhook;

/** What can be wrong with the files of a certificate. */
public enum CertificateFault {
  /** A file is not there. */
  MISSING,
  /** A file is empty, half-written, encrypted, or not what it should be. */
  UNREADABLE,
  /** The private key is not that of the certificate. */
  NOT_MATCHING,
  NOT_YET_VALID,
  EXPIRED,
  /** The certificate is not for the name that the API server calls by; it is shown all the same. */
  WRONG_NAME
}
