package io.fairlead.deploy.webhook;

import io.fairlead.deploy.webhook.CertificatePair.Fault;
import io.fairlead.deploy.webhook.CertificatePair.Verdict;
import io.fairlead.k8s.webhook.ServingCertificate;
import java.time.Instant;
import java.util.Optional;

/**
 * Which certificate is in use, and what is wrong with the files. Pure: the last good pair stays in
 * use whatever becomes of the files, and nothing is said twice.
 */
record MountedState(Optional<ServingCertificate> inUse, Optional<Fault> fault) {
  static final MountedState NONE = new MountedState(Optional.empty(), Optional.empty());

  /**
   * What follows from a look at the files.
   *
   * @param show present when the API server is to see another certificate from now on
   * @param notice what is well again or new
   * @param warning what is wrong, and what it means
   */
  record Step(
      MountedState next,
      Optional<ServingCertificate> show,
      Optional<String> notice,
      Optional<String> warning) {}

  Step look(Verdict verdict, Instant now) {
    var show = verdict.usable().filter(usable -> !inUse.equals(Optional.of(usable)));
    var next = new MountedState(verdict.usable().or(() -> inUse), verdict.fault());
    var notice =
        show.isPresent()
            ? show.map(shown -> "the webhook shows the certificate that ends at " + end(shown))
            : fault
                .filter(_ -> verdict.fault().isEmpty())
                .map(_ -> "the files of the webhook's certificate are good again");
    var warning =
        verdict
            .fault()
            .filter(found -> !fault.equals(Optional.of(found)))
            .map(
                found ->
                    found.sentence()
                        + "; "
                        + (verdict.usable().isPresent()
                            ? "it is shown all the same"
                            : next.meaning(now)));
    return new Step(next, show, notice, warning);
  }

  private String meaning(Instant now) {
    if (inUse.isEmpty()) {
      return "the webhook is not served until there is a good pair";
    }
    Instant end = end(inUse.get());
    return now.isBefore(end)
        ? "the certificate in use stays, until " + end
        : "the certificate in use ended at " + end + ", and the API server does not accept it";
  }

  WebhookReport report() {
    return new WebhookReport(inUse.map(MountedState::end), fault.map(Fault::reason));
  }

  private static Instant end(ServingCertificate certificate) {
    return certificate.leaf().getNotAfter().toInstant();
  }
}
