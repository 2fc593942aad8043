package io.fairlead.config;

/**
 * Something wrong in the configuration.
 *
 * @param where the object, for example {@code IPAddressPool metallb-system/default} or {@code
 *     ConfigMap metallb-system/config}
 * @param why a sentence that a person can act on
 * @param rule what is broken
 */
public record ConfigFault(String where, String why, ConfigRule rule) {
  @Override
  public String toString() {
    return where + ": " + why;
  }
}
