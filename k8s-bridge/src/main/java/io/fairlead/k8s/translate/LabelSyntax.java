package io.fairlead.k8s.translate;

import io.fairlead.config.ConfigRule;
import io.fairlead.k8s.validate.ConfigRefusal;
import java.util.List;
import java.util.regex.Pattern;

/** Keys and values of labels as Kubernetes takes them. */
final class LabelSyntax {
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
  private static final Pattern PREFIX =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final int PREFIX_MAX = 253;

  private LabelSyntax() {}

  /**
   * Checks a key and its values; an empty value is legal.
   *
   * @throws ConfigRefusal names the field and what is wrong
   */
  static void require(String key, List<String> values, String field) {
    int slash = key.indexOf('/');
    String prefix = slash < 0 ? "a" : key.substring(0, slash);
    boolean legal =
        NAME.matcher(key.substring(slash + 1)).matches()
            && prefix.length() <= PREFIX_MAX
            && PREFIX.matcher(prefix).matches();
    if (!legal) {
      throw new ConfigRefusal(
          ConfigRule.SELECTOR_SYNTAX, field + ": \"" + key + "\" is not the key of a label");
    }
    for (String value : values) {
      if (!value.isEmpty() && !NAME.matcher(value).matches()) {
        throw new ConfigRefusal(
            ConfigRule.SELECTOR_SYNTAX,
            field + ": \"" + value + "\" is not a value that label " + key + " can have");
      }
    }
  }
}
