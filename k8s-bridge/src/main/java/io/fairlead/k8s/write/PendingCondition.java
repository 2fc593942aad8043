package io.fairlead.k8s.write;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Service;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Says on a Service why it has no address. It is there only while the Service is pending.
 *
 * @param reason one word, of {@code RejectText.conditionReason}
 * @param message a sentence
 */
public record PendingCondition(String reason, String message) {
  /** The type of the condition; its status is False while the Service is pending. */
  public static final String TYPE = "fairlead.io/AddressAssigned";

  private static final int MESSAGE_MAX = 2_048;

  public PendingCondition {
    message =
        message.length() <= MESSAGE_MAX ? message : message.substring(0, MESSAGE_MAX - 1) + "…";
  }

  /** What the Service shows; empty when it shows no such condition. */
  static Optional<Condition> shownBy(Service service) {
    var status = service.getStatus();
    return status == null || status.getConditions() == null
        ? Optional.empty()
        : status.getConditions().stream().filter(c -> TYPE.equals(c.getType())).findFirst();
  }

  /** As somebody wrote it, who may have left parts of it out. */
  static PendingCondition read(@Nullable String reason, @Nullable String message) {
    return new PendingCondition(
        Objects.requireNonNullElse(reason, ""), Objects.requireNonNullElse(message, ""));
  }

  /** The condition as it is written; the time is that of the last change from or to pending. */
  Map<String, Object> body(ShownService service, Instant now) {
    var body = new TreeMap<String, Object>();
    body.put("type", TYPE);
    body.put("status", "False");
    body.put("reason", reason);
    body.put("message", message);
    body.put(
        "lastTransitionTime",
        service
            .pending()
            .flatMap(shown -> Optional.ofNullable(shown.since()))
            .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString()));
    // API servers up to 1.32 count no generations of Services.
    service.generation().ifPresent(generation -> body.put("observedGeneration", generation));
    return body;
  }
}
