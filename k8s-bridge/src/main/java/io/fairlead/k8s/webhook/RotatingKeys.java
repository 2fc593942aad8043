package io.fairlead.k8s.webhook;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Map;
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
  /** So many changes may come between two questions of one handshake. */
  private static final int KEPT = 64;

  /** One certificate under the name that a handshake knows it by. */
  private record Entry(long number, ServingCertificate certificate) {
    String alias() {
      return Long.toString(number);
    }
  }

  private final AtomicReference<Entry> current;
  private final Map<String, ServingCertificate> known = new ConcurrentHashMap<>();

  RotatingKeys(ServingCertificate first) {
    var entry = new Entry(0, first);
    current = new AtomicReference<>(entry);
    known.put(entry.alias(), first);
  }

  /** Called by one thread at a time. */
  void replace(ServingCertificate next) {
    var entry = new Entry(current.get().number() + 1, next);
    known.put(entry.alias(), next);
    current.set(entry);
    // A handshake asks for an alias first and for what is behind it later.
    known.remove(Long.toString(entry.number() - KEPT));
  }

  ServingCertificate current() {
    return current.get().certificate();
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

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    var entry = current.get();
    return entry.certificate().key().getAlgorithm().equals(keyType) ? entry.alias() : null;
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return chooseEngineServerAlias(keyType, issuers, null);
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    var certificate = known.get(alias);
    return certificate == null ? null : certificate.chain().toArray(X509Certificate[]::new);
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
