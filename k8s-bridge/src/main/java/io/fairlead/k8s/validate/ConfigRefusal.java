package io.fairlead.k8s.validate;

import io.fairlead.config.ConfigRule;

/** Something breaks a rule; the message is a sentence that a person can act on. */
public final class ConfigRefusal extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final ConfigRule rule;

  public ConfigRefusal(ConfigRule rule, String message) {
    super(message);
    this.rule = rule;
  }

  public ConfigRefusal(ConfigRule rule, String message, Throwable cause) {
    super(message, cause);
    this.rule = rule;
  }

  public ConfigRule rule() {
    return rule;
  }

  /** The rule that an exception names; the given one for exceptions of no rule. */
  public static ConfigRule ruleOf(IllegalArgumentException fault, ConfigRule other) {
    return fault instanceof ConfigRefusal refusal ? refusal.rule() : other;
  }
}
