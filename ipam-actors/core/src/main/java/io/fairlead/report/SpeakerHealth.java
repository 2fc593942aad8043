package io.fairlead.report;

import io.fairlead.cluster.NodeName;
import io.fairlead.config.ConfigHealth;
import io.fairlead.config.ConfigHealth.Reason;
import io.fairlead.config.ConfigHealth.Result;
import io.fairlead.config.LbConfig;
import io.fairlead.report.Observation.Trouble;
import java.util.ArrayList;

/**
 * What a speaker makes of the configuration: the faults that touch its node, and what it cannot do
 * of what it was asked.
 */
public final class SpeakerHealth {
  /** Of a node whose speaker was heard once, and is not any more. */
  public static final ConfigHealth SILENT =
      new ConfigHealth(
          Result.UNKNOWN,
          Reason.UNKNOWN_ERROR,
          "the speaker of this node does not report; is it running, and can it reach the"
              + " controller?");

  private SpeakerHealth() {}

  /**
   * @param isBehind true when the speaker has not taken over the announcement table in time
   */
  static ConfigHealth of(NodeName node, NodeReport said, LbConfig config, boolean isBehind) {
    var faults = config.faults().stream().filter(fault -> fault.concerns(node.value())).toList();
    var ofConfig = ConfigHealth.of(faults);
    var lines = new ArrayList<String>();
    said.troubles().forEach(trouble -> lines.add(text(trouble)));
    if (isBehind) {
      lines.add(
          "runs an old announcement table, "
              + said.table()
              + "; its connection to the controller is lost or too slow");
    }
    if (lines.isEmpty()) {
      return ofConfig;
    }
    boolean isConfig =
        ofConfig.reason() == Reason.CONFIGURATION_ERROR
            || said.troubles().stream().anyMatch(SpeakerHealth::isConfiguration);
    if (!ofConfig.summary().isEmpty()) {
      lines.add(ofConfig.summary());
    }
    String summary = String.join("\n", lines);
    return isConfig
        ? new ConfigHealth(Result.INVALID, Reason.CONFIGURATION_ERROR, summary)
        : new ConfigHealth(Result.VALID, Reason.INFRA_ERROR, summary);
  }

  private static boolean isConfiguration(Trouble trouble) {
    return switch (trouble.kind()) {
      case INTERFACE_UNUSABLE -> true;
      case NO_LINK -> false;
    };
  }

  private static String text(Trouble trouble) {
    return switch (trouble.kind()) {
      case INTERFACE_UNUSABLE ->
          "L2Advertisements ask this node to announce on interface "
              + trouble.what()
              + ", which it has not, or which is down or excluded";
      case NO_LINK -> "no interface of this node that may announce has a carrier";
    };
  }
}
