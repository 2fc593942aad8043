package io.fairlead.speaker.plan;

import io.fairlead.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The steps that lead from what is announced to the plan. */
public final class PlanDiff {
  private PlanDiff() {}

  /** One step. */
  public sealed interface Step {
    IpAddress address();

    /** The address is not announced yet. */
    record Announce(IpAddress address, AnnouncementPlan.Planned planned) implements Step {}

    /** The address is announced already, but with another epoch or on other interfaces. */
    record ReAnnounce(IpAddress address, AnnouncementPlan.Planned planned) implements Step {}

    /** The address is no longer this node's to announce. */
    record Withdraw(IpAddress address) implements Step {}
  }

  /** The steps in the order to take them: what starts comes before what ends. */
  public static List<Step> between(Map<IpAddress, Announcement> current, AnnouncementPlan plan) {
    var steps = new ArrayList<Step>();
    plan.addresses()
        .forEach(
            (address, planned) -> {
              var now = current.get(address);
              if (now == null) {
                steps.add(new Step.Announce(address, planned));
              } else if (now.epoch() != planned.epoch()
                  || !now.interfaces().equals(planned.interfaces())) {
                steps.add(new Step.ReAnnounce(address, planned));
              }
            });
    current.keySet().stream()
        .filter(address -> !plan.addresses().containsKey(address))
        .sorted()
        .map(Step.Withdraw::new)
        .forEach(steps::add);
    return List.copyOf(steps);
  }
}
