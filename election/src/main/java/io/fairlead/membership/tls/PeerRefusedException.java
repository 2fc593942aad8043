package io.fairlead.membership.tls;

import java.security.cert.CertificateException;

/** A certificate is refused; the message says whose and why. */
public final class PeerRefusedException extends CertificateException {
  private static final long serialVersionUID = 1L;

  public PeerRefusedException(String message) {
    super(message);
  }

  PeerRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
