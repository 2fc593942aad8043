package io.fairlead.k8s.translate;

import static io.fairlead.k8s.translate.ObjectText.orEmpty;

import io.fairlead.config.ConfigFault;
import io.fairlead.config.ConfigRule;
import io.fairlead.k8s.validate.ConfigRefusal;
import java.util.List;
import java.util.Optional;

/**
 * What became of one configuration object.
 *
 * @param value empty when the object is refused as a whole
 * @param faults why it is refused, or what in an accepted object has no effect
 */
public record Translated<T>(Optional<T> value, List<ConfigFault> faults) {
  public Translated {
    faults = List.copyOf(faults);
  }

  static <T> Translated<T> accepted(T value, List<ConfigFault> notices) {
    return new Translated<>(Optional.of(value), notices);
  }

  static <T> Translated<T> refused(String where, IllegalArgumentException fault) {
    return refused(
        where, orEmpty(fault.getMessage()), ConfigRefusal.ruleOf(fault, ConfigRule.SPEC));
  }

  static <T> Translated<T> refused(String where, String why) {
    return refused(where, why, ConfigRule.SPEC);
  }

  static <T> Translated<T> refused(String where, String why, ConfigRule rule) {
    return new Translated<>(Optional.empty(), List.of(new ConfigFault(where, why, rule)));
  }
}
