package io.fairlead.k8s.webhook;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The certificate of new handshakes. Connections that are open keep theirs, so a change fails no
 * call.
 */
final class RotatingKeys extends X509ExtendedKeyManager {
  private final AtomicReference<ServingCertificate> current;

  /** The alias of a handshake names the certificate that it began with. */
  private final Map<String, ServingCertificate> known = new ConcurrentHashMap<>();

  RotatingKeys(ServingCertificate first) {
    current = new AtomicReference<>(first);
    known.put(alias(first), first);
  }

  void replace(ServingCertificate next) {
    known.put(alias(next), next);
    var before = current.getAndSet(next);
    // The one before may be in use by a handshake that began a moment ago; older ones are not.
    known.keySet().retainAll(Set.of(alias(next), alias(before)));
  }

  ServingCertificate current() {
    return current.get();
  }

  /** A context whose handshakes ask for the certificate each time. */
  SSLContext context() {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {this}, null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  private static String alias(ServingCertificate certificate) {
    return certificate.leaf().getSerialNumber().toString();
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    var certificate = current.get();
    return certificate.key().getAlgorithm().equals(keyType) ? alias(certificate) : null;
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return chooseEngineServerAlias(keyType, issuers, null);
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    var certificate = known.get(alias);
    return certificate == null ? null : new X509Certificate[] {certificate.leaf()};
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    var certificate = known.get(alias);
    return certificate == null ? null : certificate.key();
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }
}
