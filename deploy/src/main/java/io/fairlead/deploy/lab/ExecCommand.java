package io.fairlead.deploy.lab;

import io.fairlead.deploy.lab.net.HostTools;
import io.fairlead.deploy.lab.net.LabPlan;
import io.fairlead.deploy.lab.process.LabState;
import java.util.ArrayList;
import java.util.List;

/** Builds the command line that runs a command in one place of a running lab. */
final class ExecCommand {
  private ExecCommand() {}

  /**
   * The whole command line.
   *
   * @param place as the plan knows it; {@link LabPlan#HOST} is where the lab's own process is
   */
  static List<String> of(LabState state, LabPlan plan, String place, List<String> command) {
    var whole = new ArrayList<String>();
    if (state.rootless()) {
      whole.addAll(
          List.of(
              HostTools.require("nsenter"),
              "--target",
              Long.toString(state.owner().pid()),
              "--user",
              "--net",
              "--mount",
              "--preserve-credentials"));
    }
    if (!place.equals(LabPlan.HOST)) {
      whole.addAll(List.of(HostTools.require("ip"), "netns", "exec", plan.name().namespace(place)));
    }
    whole.addAll(command);
    return List.copyOf(whole);
  }
}
