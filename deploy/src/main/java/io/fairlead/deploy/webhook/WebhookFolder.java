package io.fairlead.deploy.webhook;

import io.fairlead.deploy.pki.ClusterAuthority;
import io.fairlead.deploy.pki.ClusterRole;
import io.fairlead.deploy.pki.PemFolder;
import io.fairlead.k8s.webhook.ServingCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The webhook's own authority, kept in a folder so that a restart shows a certificate that the API
 * server trusts already. Leaves are made in memory and never outlive the process.
 */
public final class WebhookFolder {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookFolder.class);

  /** A leaf lives for a year; it is replaced this long before its end, as MetalLB does. */
  static final Duration RENEW_AHEAD = Duration.ofDays(90);

  /** The authority must outlive every leaf that it signs. */
  private static final Duration AUTHORITY_RENEW_AHEAD =
      ClusterAuthority.LEAF_LIFETIME.plus(RENEW_AHEAD);

  private final Path folder;
  private final List<String> hosts;

  /**
   * @param hosts names by which the API server calls, for example {@code
   *     metallb-webhook-service.metallb-system.svc}
   */
  public WebhookFolder(Path folder, List<String> hosts) {
    this.folder = folder;
    this.hosts = List.copyOf(hosts);
  }

  /** A fresh certificate of the authority in the folder, which is made when there is none. */
  public IssuedCertificate issue(Instant now) throws IOException {
    var authority = authority(now);
    var leaf = authority.issue(ClusterRole.CONTROLLER, hosts, now);
    var serving = new ServingCertificate(List.of(leaf.certificate()), leaf.key());
    return new IssuedCertificate(serving, authority.certificate());
  }

  /** True when it is time for {@link #issue} again. */
  public static boolean isDue(IssuedCertificate certificate, Instant now) {
    return isEndNear(certificate.serving().leaf().getNotAfter().toInstant(), now, RENEW_AHEAD)
        || isEndNear(certificate.authority().getNotAfter().toInstant(), now, AUTHORITY_RENEW_AHEAD);
  }

  private static boolean isEndNear(Instant end, Instant now, Duration ahead) {
    return !now.plus(ahead).isBefore(end);
  }

  private ClusterAuthority authority(Instant now) throws IOException {
    var pem = new PemFolder(folder);
    if (Files.exists(folder.resolve("ca.key"))) {
      try {
        var kept = pem.readAuthority();
        if (!isEndNear(kept.certificate().getNotAfter().toInstant(), now, AUTHORITY_RENEW_AHEAD)) {
          return kept;
        }
      } catch (IOException e) {
        LOG.warn("the webhook's authority is made anew: {}", e.getMessage());
      }
    }
    var fresh = ClusterAuthority.create("webhook", now);
    pem.writeAuthority(fresh);
    return fresh;
  }
}
