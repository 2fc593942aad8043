package io.fairlead.deploy.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.deploy.pki.ClusterAuthority;
import io.fairlead.deploy.webhook.CertificatePair.Verdict;
import io.fairlead.deploy.webhook.MountedState.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MountedStateTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String HOST = "webhook.test.svc";
  private static final ClusterAuthority AUTHORITY = ClusterAuthority.create("test", NOW);

  private static final Verdict MISSING =
      Verdict.refused(CertificateFault.MISSING, "tls.crt is not in /certs");
  private static final Verdict MISMATCH =
      Verdict.refused(CertificateFault.NOT_MATCHING, "tls.key is not the key of tls.crt");

  private static Verdict good() {
    return of(HOST);
  }

  private static Verdict of(String host) {
    var pair = SecretMount.issue(AUTHORITY, host, NOW);
    return CertificatePair.judge(new PairFiles.Found(pair.certificates(), pair.key()), HOST, NOW);
  }

  private static void assertQuiet(Step step) {
    assertEquals(Optional.empty(), step.show());
    assertEquals(Optional.empty(), step.notice());
    assertEquals(Optional.empty(), step.warning());
  }

  @Test
  void startWithoutFiles_waits_andSaysSoOnce() {
    var step = MountedState.NONE.look(MISSING, NOW);

    assertEquals(Optional.empty(), step.show());
    assertEquals(
        Optional.of(
            "tls.crt is not in /certs; the webhook is not served until there is a good pair"),
        step.warning());
    assertEquals(
        new WebhookReport(Optional.empty(), Optional.of(CertificateFault.MISSING)),
        step.next().report());
    assertQuiet(step.next().look(MISSING, NOW));

    var good = good();
    var served = step.next().look(good, NOW);
    assertEquals(good.usable(), served.show());
    assertEquals(Optional.empty(), served.next().report().fault());
    assertQuiet(served.next().look(good, NOW));
  }

  @Test
  void badFiles_leaveTheLastGoodPairInUse_andTheReturnOfTheSameIsSaid() {
    var good = good();
    var served = MountedState.NONE.look(good, NOW).next();

    var bad = served.look(MISMATCH, NOW);
    assertEquals(Optional.empty(), bad.show());
    assertEquals(good.usable(), bad.next().inUse());
    assertEquals(
        Optional.of(
            "tls.key is not the key of tls.crt; the certificate in use stays, until"
                + " 2027-01-01T00:00:00Z"),
        bad.warning());
    assertTrue(bad.next().look(MISSING, NOW).warning().isPresent(), "another fault is said");

    var back = bad.next().look(good, NOW);
    assertEquals(Optional.empty(), back.show(), "it is shown already");
    assertEquals(
        Optional.of("the files of the webhook's certificate are good again"), back.notice());
  }

  @Test
  void newPair_isShown() {
    var second = good();
    var step = MountedState.NONE.look(good(), NOW).next().look(second, NOW);

    assertEquals(second.usable(), step.show());
    assertEquals(
        Optional.of("the webhook shows the certificate that ends at 2027-01-01T00:00:00Z"),
        step.notice());
  }

  @Test
  void certificateInUseThatEnds_isSaidToBeWorthNothing() {
    var served = MountedState.NONE.look(good(), NOW).next();

    var step = served.look(MISSING, NOW.plus(Duration.ofDays(400)));

    assertTrue(
        step.warning()
            .orElseThrow()
            .endsWith(
                "the certificate in use ended at 2027-01-01T00:00:00Z, and the API server does not"
                    + " accept it"));
  }

  @Test
  void pairForAnotherName_isShown_andWarnedOfOnce() {
    var other = of("elsewhere.svc");
    var step = MountedState.NONE.look(other, NOW);

    assertTrue(step.show().isPresent());
    assertTrue(step.warning().orElseThrow().endsWith("; it is shown all the same"));
    assertQuiet(step.next().look(other, NOW));
  }
}
