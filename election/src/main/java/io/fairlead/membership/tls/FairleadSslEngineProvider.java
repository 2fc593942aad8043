package io.fairlead.membership.tls;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.remote.artery.tcp.SSLEngineProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;

/**
 * TLS 1.3 between members, both sides with a certificate. Named in {@code
 * pekko.remote.artery.ssl.ssl-engine-provider}; Pekko makes it with the actor system.
 *
 * <p>The side that dials checks that the certificate names the host it has dialled, and that the
 * host has the role of the certificate; the side that is dialled checks the certificate against
 * itself. Pekko's own provider takes RSA keys and one CA only, and says nothing on refusal.
 */
public final class FairleadSslEngineProvider implements SSLEngineProvider {
  private static final Logger LOG = LoggerFactory.getLogger(FairleadSslEngineProvider.class);
  private static final String UNKNOWN_CALLER = "an incoming connection";

  private final ReloadingContext context;
  private final RefusalLog refusals = new RefusalLog();

  public FairleadSslEngineProvider(ActorSystem system) {
    this(system.settings().config().getConfig("fairlead.cluster"));
  }

  FairleadSslEngineProvider(Config cluster) {
    var tls = cluster.getConfig("tls");
    var folder = Path.of(tls.getString("folder"));
    var files =
        new TlsFiles(
            folder.resolve(tls.getString("key-file")),
            folder.resolve(tls.getString("cert-file")),
            folder.resolve(tls.getString("ca-file")));
    var rule = new PeerRule(cluster.getStringList("controller-hosts"));
    context = new ReloadingContext(files, rule, System::nanoTime, fault -> warn("TLS", fault));
    // Broken files must end the start with a sentence, not every connection without one.
    context.current();
  }

  @Override
  public SSLEngine createServerSSLEngine(String hostname, int port) {
    var engine = context.current().createSSLEngine();
    engine.setUseClientMode(false);
    engine.setEnabledProtocols(new String[] {TlsFiles.PROTOCOL});
    engine.setNeedClientAuth(true);
    return new WatchedSslEngine(engine, e -> warn(UNKNOWN_CALLER, reason(e)));
  }

  @Override
  public SSLEngine createClientSSLEngine(String hostname, int port) {
    var engine = context.current().createSSLEngine(hostname, port);
    engine.setUseClientMode(true);
    engine.setEnabledProtocols(new String[] {TlsFiles.PROTOCOL});
    var parameters = engine.getSSLParameters();
    // RFC 2818 section 3.1: the name in the certificate must be the host that was dialled.
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    engine.setSSLParameters(parameters);
    return new WatchedSslEngine(engine, e -> warn(hostname + ":" + port, reason(e)));
  }

  /** All checks are part of the handshake; see {@link MemberTrust}. */
  @Override
  public Option<Throwable> verifyClientSession(String hostname, SSLSession session) {
    return Option.empty();
  }

  @Override
  public Option<Throwable> verifyServerSession(String hostname, SSLSession session) {
    return Option.empty();
  }

  private void warn(String peer, String reason) {
    if (refusals.isDue(peer + " " + reason, System.nanoTime())) {
      LOG.warn("No TLS with {}: {}", peer, reason);
    }
  }

  private static String reason(SSLException error) {
    var refused = find(error, PeerRefusedException.class);
    return refused.map(Throwable::getMessage).orElseGet(() -> String.valueOf(error.getMessage()));
  }

  private static <T extends Throwable> Optional<T> find(Throwable error, Class<T> type) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return Optional.of(type.cast(cause));
      }
    }
    return Optional.empty();
  }
}
