package io.fairlead.speaker;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;
import io.fairlead.placement.Claim;
import io.fairlead.speaker.l2.L2Port;
import io.fairlead.speaker.plan.Announcement;
import io.fairlead.speaker.plan.AnnouncementPlan;
import io.fairlead.speaker.plan.PlanDiff;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Performs the steps to a plan on the announcer, and writes one log line for each. */
final class StepPerformer {
  private static final Logger LOG = LoggerFactory.getLogger(StepPerformer.class);

  private final NodeName self;
  private final L2Port l2;
  private final Runnable changed;

  /**
   * @param changed is run after steps were taken
   */
  StepPerformer(NodeName self, L2Port l2, Runnable changed) {
    this.self = self;
    this.l2 = l2;
    this.changed = changed;
  }

  /** Brings the announcer to the plan and returns what it announces anew. */
  List<Claim> perform(AnnouncementPlan plan, Function<IpAddress, String> withdrawCause) {
    var claims = new ArrayList<Claim>();
    var steps = PlanDiff.between(l2.current(), plan);
    for (PlanDiff.Step step : steps) {
      switch (step) {
        case PlanDiff.Step.Announce(var address, var planned) ->
            announce(address, planned, "announce", claims);
        case PlanDiff.Step.ReAnnounce(var address, var planned) ->
            announce(address, planned, "announce again", claims);
        case PlanDiff.Step.Withdraw(var address) -> {
          l2.withdraw(address);
          LOG.info("withdraw {}: {}", address, withdrawCause.apply(address));
        }
      }
    }
    if (!steps.isEmpty()) {
      changed.run();
    }
    return claims;
  }

  private void announce(
      IpAddress address, AnnouncementPlan.Planned planned, String verb, List<Claim> claims) {
    l2.announce(address, new Announcement(planned.epoch(), planned.interfaces()));
    claims.add(new Claim(address, self, planned.epoch()));
    LOG.info("{} {} epoch {}: {}", verb, address, planned.epoch(), text(planned));
  }

  private static String text(AnnouncementPlan.Planned planned) {
    return switch (planned.cause()) {
      case OWNER_BY_TABLE -> "this node is the owner";
      case CLAIM_HELD -> "this node holds the highest claim";
      case TAKE_OVER -> "take-over, those before it in the succession are gone";
    };
  }
}
