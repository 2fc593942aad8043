package io.fairlead.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Whether the configuration is in force, as MetalLB's ConfigurationState and gauges tell it. Worked
 * out from the faults that stand now, so that a bad edit that is taken back leaves nothing behind.
 *
 * @param result of the whole
 * @param reason of the condition
 * @param summary what is wrong and where; empty when nothing is
 */
public record ConfigHealth(Result result, Reason reason, String summary) {
  /** Of the whole configuration. */
  public enum Result {
    VALID("Valid"),
    INVALID("Invalid"),
    UNKNOWN("Unknown");

    private final String text;

    Result(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** Why the condition is what it is. */
  public enum Reason {
    /** All is in force. */
    RECONCILED("Reconciled"),
    /** Something is refused; the last good form of it stays in force. */
    CONFIGURATION_ERROR("ConfigurationError"),
    /** Something refers to what is not there yet. */
    INFRA_ERROR("InfraError"),
    /** Nothing was read yet. */
    UNKNOWN_ERROR("UnknownError");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** Before anything was read. */
  public static final ConfigHealth UNREAD =
      new ConfigHealth(Result.UNKNOWN, Reason.UNKNOWN_ERROR, "");

  private static final int SUMMARY_MAX = 4_096;

  /** Of a configuration that was read. */
  public static ConfigHealth of(LbConfig config) {
    return of(config.faults());
  }

  /** Of a configuration that was read and has these faults. */
  public static ConfigHealth of(List<ConfigFault> all) {
    var faults = all.stream().filter(fault -> !fault.rule().isNotice()).toList();
    boolean refused = faults.stream().anyMatch(fault -> !fault.rule().isTransient());
    if (faults.isEmpty()) {
      return new ConfigHealth(Result.VALID, Reason.RECONCILED, "");
    }
    return refused
        ? new ConfigHealth(Result.INVALID, Reason.CONFIGURATION_ERROR, text(faults))
        : new ConfigHealth(Result.VALID, Reason.INFRA_ERROR, text(faults));
  }

  private static String text(List<ConfigFault> faults) {
    String all = faults.stream().map(ConfigFault::toString).collect(Collectors.joining("\n"));
    return all.length() <= SUMMARY_MAX
        ? all
        : all.substring(0, SUMMARY_MAX) + "… (" + faults.size() + " faults)";
  }

  /** Value of the gauge {@code metallb_k8s_client_config_loaded_bool}: something was read. */
  public boolean isLoaded() {
    return result != Result.UNKNOWN;
  }

  /** Value of the gauge {@code metallb_k8s_client_config_stale_bool}: not all of it is in force. */
  public boolean isStale() {
    return reason == Reason.CONFIGURATION_ERROR;
  }

  /** Status of the condition. */
  public boolean isTrue() {
    return reason == Reason.RECONCILED;
  }
}
