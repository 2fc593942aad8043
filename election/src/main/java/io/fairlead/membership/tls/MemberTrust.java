package io.fairlead.membership.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The PKIX check of the JDK, then the {@link PeerRule}: so a refused peer is told so by a TLS alert
 * during the handshake, and no byte of it reaches the actors. Members always use an engine; checks
 * without one know no host and are refused.
 */
final class MemberTrust extends X509ExtendedTrustManager {
  /** RFC 5280 section 4.2.1.6: the choices of a GeneralName that name a host. */
  private static final List<Integer> HOST_NAME_TYPES = List.of(2, 7);

  private final X509ExtendedTrustManager chain;
  private final PeerRule rule;

  MemberTrust(X509ExtendedTrustManager chain, PeerRule rule) {
    this.chain = chain;
    this.rule = rule;
  }

  @Override
  public void checkClientTrusted(X509Certificate[] certificates, String authType, SSLEngine engine)
      throws CertificateException {
    checked(certificates, () -> chain.checkClientTrusted(certificates, authType, engine));
    refuse(certificates, rule.refusalOfCaller(units(certificates[0]), names(certificates[0])));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] certificates, String authType, SSLEngine engine)
      throws CertificateException {
    checked(certificates, () -> chain.checkServerTrusted(certificates, authType, engine));
    refuse(certificates, rule.refusalOfDialled(units(certificates[0]), engine.getPeerHost()));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] certificates, String authType)
      throws CertificateException {
    throw new PeerRefusedException("members speak TLS by an engine only");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] certificates, String authType)
      throws CertificateException {
    throw new PeerRefusedException("members speak TLS by an engine only");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] certificates, String authType, Socket socket)
      throws CertificateException {
    throw new PeerRefusedException("members speak TLS by an engine only");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] certificates, String authType, Socket socket)
      throws CertificateException {
    throw new PeerRefusedException("members speak TLS by an engine only");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return chain.getAcceptedIssuers();
  }

  private interface Check {
    void run() throws CertificateException;
  }

  private static void checked(X509Certificate[] certificates, Check check)
      throws CertificateException {
    try {
      check.run();
    } catch (CertificateException e) {
      throw new PeerRefusedException(subject(certificates) + " is refused: " + rootMessage(e), e);
    }
  }

  private static String rootMessage(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }

  private static void refuse(X509Certificate[] certificates, Optional<String> reason)
      throws PeerRefusedException {
    if (reason.isPresent()) {
      throw new PeerRefusedException(subject(certificates) + " is refused: " + reason.get());
    }
  }

  private static String subject(X509Certificate[] certificates) {
    return certificates.length == 0
        ? "a peer without a certificate"
        : "'" + certificates[0].getSubjectX500Principal().getName() + "'";
  }

  private static List<String> units(X509Certificate certificate) throws CertificateException {
    try {
      return new LdapName(certificate.getSubjectX500Principal().getName())
          .getRdns().stream()
              .filter(rdn -> rdn.getType().equalsIgnoreCase("OU"))
              .map(rdn -> rdn.getValue().toString())
              .toList();
    } catch (InvalidNameException e) {
      throw new CertificateException("the subject of the certificate cannot be read", e);
    }
  }

  private static List<String> names(X509Certificate certificate) throws CertificateException {
    var names = new ArrayList<String>();
    var all = certificate.getSubjectAlternativeNames();
    if (all != null) {
      for (List<?> name : all) {
        if (name.get(0) instanceof Integer type
            && HOST_NAME_TYPES.contains(type)
            && name.get(1) instanceof String text) {
          names.add(text);
        }
      }
    }
    return names;
  }
}
