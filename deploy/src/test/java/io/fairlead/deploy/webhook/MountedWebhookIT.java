package io.fairlead.deploy.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.deploy.pki.ClusterAuthority;
import io.fairlead.deploy.webhook.SecretMount.Pair;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real HTTPS calls while the files of the certificate come, change, break and go. */
class MountedWebhookIT {
  private static final String HOST = "127.0.0.1";
  private static final String POOLS = "/validate-metallb-io-v1beta1-ipaddresspool";
  private static final byte[] NO_REVIEW = "{}".getBytes(StandardCharsets.UTF_8);

  /** Only {@link MountedWebhook#check} by the test itself. */
  private static final Duration NEVER = Duration.ofDays(1);

  private static final int CALLERS = 3;
  private static final int CALLS = 60;

  @TempDir Path temporary;

  private final Instant now = Instant.now();
  private final ClusterAuthority authority = ClusterAuthority.create("test", now);
  private Path folder;
  private SecretMount mount;

  @BeforeEach
  void setUp() {
    folder = temporary.resolve("certs");
    mount = new SecretMount(folder);
  }

  private MountedWebhook start(InetSocketAddress address, Duration interval) {
    return MountedWebhook.start(
        address,
        new CertificateMount(folder, HOST),
        "metallb-system",
        WebhookIT::existing,
        InstantSource.system(),
        interval);
  }

  private Pair issue() {
    return SecretMount.issue(authority, HOST, now);
  }

  /**
   * The certificate that one call with a handshake of its own is shown; it fails if the call does.
   */
  private X509Certificate shown(MountedWebhook webhook) throws Exception {
    try (var client = WebhookCalls.client(List.of(authority.certificate()))) {
      var answer = WebhookCalls.post(client, webhook.port().orElseThrow(), POOLS, NO_REVIEW);
      assertEquals(400, answer.statusCode(), "an answer of the webhook itself");
      var chain = answer.sslSession().orElseThrow().getPeerCertificates();
      return (X509Certificate) chain[0];
    }
  }

  @Test
  void filesThatAreSwappedAllTheTime_failNoCall() throws Exception {
    var pairs = Stream.generate(this::issue).limit(20).toList();
    mount.replace(pairs.getFirst());
    var end = new AtomicBoolean();
    var seen = new HashSet<X509Certificate>();
    int swaps = 0;
    try (var webhook = start(WebhookCalls.loopback(), Duration.ofMillis(1));
        var threads = Executors.newFixedThreadPool(CALLERS + 1)) {
      webhook.check();
      Future<Integer> swapping = threads.submit(() -> swapUntil(end, pairs));
      var calls = new ArrayList<Future<Set<X509Certificate>>>();
      for (int i = 0; i < CALLERS; i++) {
        calls.add(threads.submit(calling(webhook)));
      }
      for (var call : calls) {
        seen.addAll(call.get());
      }
      end.set(true);
      swaps = swapping.get();
    }
    assertTrue(swaps >= pairs.size(), "swaps: " + swaps);
    assertTrue(seen.size() > 3, "certificates that were shown: " + seen.size());
  }

  private int swapUntil(AtomicBoolean end, List<Pair> pairs) throws Exception {
    int swaps = 0;
    while (!end.get()) {
      mount.replace(pairs.get(++swaps % pairs.size()));
    }
    return swaps;
  }

  private Callable<Set<X509Certificate>> calling(MountedWebhook webhook) {
    return () -> {
      var seen = new HashSet<X509Certificate>();
      for (int i = 0; i < CALLS; i++) {
        seen.add(shown(webhook));
      }
      return seen;
    };
  }

  @Test
  void startWithoutFiles_waitsForThem() throws Exception {
    try (var webhook = start(WebhookCalls.loopback(), NEVER)) {
      webhook.check();
      assertEquals(Optional.empty(), webhook.port());
      assertEquals(Optional.of(CertificateFault.MISSING), webhook.report().fault());

      var pair = issue();
      mount.replace(new Pair(pair.certificates().substring(0, 300), pair.key()));
      webhook.check();
      assertEquals(Optional.empty(), webhook.port());
      assertEquals(Optional.of(CertificateFault.UNREADABLE), webhook.report().fault());

      mount.replace(pair);
      webhook.check();
      assertEquals(pair.certificates(), SecretMount.pem(shown(webhook)));
      assertEquals(Optional.empty(), webhook.report().fault());
      assertTrue(webhook.report().end().orElseThrow().isAfter(now));
    }
  }

  @Test
  void badFiles_leaveTheLastGoodPairInUse_untilThereIsABetterOne() throws Exception {
    var good = issue();
    mount.replace(good);
    try (var webhook = start(WebhookCalls.loopback(), NEVER)) {
      webhook.check();
      var old = SecretMount.issue(authority, HOST, now.minus(Duration.ofDays(500)));

      assertKept(
          webhook,
          good,
          new Pair(issue().certificates(), good.key()),
          CertificateFault.NOT_MATCHING);
      assertKept(webhook, good, old, CertificateFault.EXPIRED);
      assertKept(webhook, good, new Pair("", ""), CertificateFault.UNREADABLE);
      mount.clear();
      webhook.check();
      assertEquals(Optional.of(CertificateFault.MISSING), webhook.report().fault());
      assertEquals(good.certificates(), SecretMount.pem(shown(webhook)));

      var better = issue();
      mount.replace(better);
      webhook.check();
      assertEquals(better.certificates(), SecretMount.pem(shown(webhook)));
      assertEquals(Optional.empty(), webhook.report().fault());
    }
  }

  private void assertKept(MountedWebhook webhook, Pair good, Pair bad, CertificateFault fault)
      throws Exception {
    mount.replace(bad);
    webhook.check();
    assertEquals(Optional.of(fault), webhook.report().fault());
    assertEquals(good.certificates(), SecretMount.pem(shown(webhook)));
  }

  @Test
  void filesWithoutTheLinkOfTheKubelet_areReadAsWell() throws Exception {
    var pair = issue();
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("tls.crt"), pair.certificates());
    Files.writeString(folder.resolve("tls.key"), pair.key());
    try (var webhook = start(WebhookCalls.loopback(), NEVER)) {
      webhook.check();
      assertEquals(pair.certificates(), SecretMount.pem(shown(webhook)));
    }
  }

  @Test
  void portThatIsTaken_isTriedAgain() throws Exception {
    mount.replace(issue());
    MountedWebhook webhook;
    try (var other = new ServerSocket()) {
      other.bind(WebhookCalls.loopback());
      var taken = new InetSocketAddress(other.getInetAddress(), other.getLocalPort());
      webhook = start(taken, NEVER);
      webhook.check();
      assertEquals(Optional.empty(), webhook.port());
    }
    try (webhook) {
      webhook.check();
      assertTrue(shown(webhook).getNotAfter().toInstant().isAfter(now));
    }
  }
}
