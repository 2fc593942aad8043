package io.fairlead.deploy.controller;

import io.fairlead.deploy.metrics.Metric;
import io.fairlead.deploy.webhook.WebhookReport;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** How long the webhook's certificate is good, and what is wrong with its files. */
final class WebhookMetrics {
  private WebhookMetrics() {}

  /**
   * @param report empty where no webhook is served
   */
  static List<Metric> of(Supplier<Optional<WebhookReport>> report) {
    return List.of(
        Metric.gauge(
            "fairlead_webhook_certificate_expiry_timestamp_seconds",
            "End of the webhook's certificate in use, in seconds since 1970.",
            List.of(),
            to ->
                report
                    .get()
                    .flatMap(WebhookReport::end)
                    .ifPresent(end -> to.put((double) end.getEpochSecond()))),
        Metric.gauge(
            "fairlead_webhook_certificate_faulty",
            "1 for what is wrong with the files of the webhook's certificate.",
            List.of("reason"),
            to ->
                report
                    .get()
                    .flatMap(WebhookReport::fault)
                    .ifPresent(fault -> to.put(1, fault.name().toLowerCase(Locale.ROOT)))));
  }
}
