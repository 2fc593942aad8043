package io.fairlead.k8s.write;

import io.fairlead.config.ConfigHealth;
import io.fairlead.k8s.crd.ConfigurationStateStatus;
import io.fairlead.k8s.crd.ConfigurationStateStatus.StateCondition;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The status of a ConfigurationState, with one condition. */
final class HealthStatus {
  /** The condition of the controller, by MetalLB's name. */
  static final String CONTROLLER = "poolReconcilerValid";

  /** The condition of a speaker, by MetalLB's name. */
  static final String SPEAKER = "configReconcilerValid";

  private HealthStatus() {}

  /** Without the time since when it is so. */
  static ConfigurationStateStatus of(ConfigHealth health, String condition) {
    return withTime(
        new ConfigurationStateStatus(
            health.result().toString(),
            health.summary(),
            List.of(
                new StateCondition(
                    condition,
                    health.isTrue() ? "True" : "False",
                    null,
                    null,
                    health.reason().toString(),
                    health.summary()))),
        null);
  }

  /** With the time of the last change of the condition's status, not of the last write. */
  static ConfigurationStateStatus continued(
      ConfigurationStateStatus wanted, Optional<ConfigurationStateStatus> before, Clock clock) {
    var condition = condition(wanted);
    String since =
        before
            .flatMap(status -> Optional.ofNullable(condition(status)))
            .filter(
                shown ->
                    condition != null
                        && String.valueOf(shown.type()).equals(condition.type())
                        && String.valueOf(shown.status()).equals(condition.status()))
            .flatMap(shown -> Optional.ofNullable(shown.lastTransitionTime()))
            .orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    return withTime(wanted, since);
  }

  private static @Nullable StateCondition condition(ConfigurationStateStatus status) {
    var conditions = status.conditions();
    return conditions == null || conditions.isEmpty() ? null : conditions.getFirst();
  }

  private static ConfigurationStateStatus withTime(
      ConfigurationStateStatus status, @Nullable String since) {
    var condition = condition(status);
    return condition == null
        ? status
        : new ConfigurationStateStatus(
            status.result(),
            status.errorSummary(),
            List.of(
                new StateCondition(
                    condition.type(),
                    condition.status(),
                    condition.observedGeneration(),
                    since,
                    condition.reason(),
                    condition.message())));
  }
}
