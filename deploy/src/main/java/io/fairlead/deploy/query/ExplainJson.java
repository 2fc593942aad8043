package io.fairlead.deploy.query;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.deploy.controller.ExplainAnswer;
import io.fairlead.ipam.Explanation;
import io.fairlead.ipam.Grant;
import io.fairlead.ipam.PoolRefusal;
import io.fairlead.ipam.PoolUsage;
import io.fairlead.ipam.PoolUsage.FamilyUsage;
import io.fairlead.ipam.RejectText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** The page that answers why a Service has what it has. The names are for programs: they stay. */
final class ExplainJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ExplainJson() {}

  static String of(ServiceKey service, ExplainAnswer answer, Optional<Instant> since) {
    var page = JSON.createObjectNode();
    page.put("service", service.toString());
    answer
        .explanation()
        .ifPresentOrElse(
            explanation -> fill(page, explanation, answer.pools(), since),
            () -> page.put("error", sentence(service, answer.status())));
    return page.toString();
  }

  private static String sentence(ServiceKey service, ExplainAnswer.Status status) {
    return switch (status) {
      case KNOWN, SILENT -> "the assignment of " + service + " did not answer in time; ask again";
      case UNKNOWN_SERVICE ->
          "there is no Service %s of type LoadBalancer that this controller serves"
              .formatted(service);
      case NOT_READY -> "the controller has not read the cluster yet; ask again";
    };
  }

  private static void fill(
      ObjectNode page, Explanation explanation, List<PoolUsage> pools, Optional<Instant> since) {
    page.put("state", explanation.grants().isEmpty() ? "pending" : "assigned");
    page.put("current", explanation.isCurrent());
    page.put("pool", explanation.pool());
    since.ifPresent(time -> page.put("since", time.truncatedTo(ChronoUnit.SECONDS).toString()));
    explanation.cleared().ifPresent(reason -> page.put("cleared", reason.name()));
    var grants = page.putArray("addresses");
    for (Grant grant : explanation.grants()) {
      grants
          .addObject()
          .put("address", grant.address().toString())
          .put("reason", grant.reason().name());
    }
    var refusals = page.putArray("refusals");
    for (PoolRefusal refusal : explanation.refusals()) {
      refusals
          .addObject()
          .put("pool", refusal.pool())
          .put("reason", refusal.reason().name())
          .put("text", RejectText.sentence(refusal));
    }
    var untried = page.putArray("untried");
    explanation.untried().forEach(untried::add);
    var usages = page.putArray("pools");
    pools.forEach(usage -> pool(usages.addObject(), usage));
    var lines = page.putArray("lines");
    explanation.lines().forEach(lines::add);
  }

  private static void pool(ObjectNode json, PoolUsage usage) {
    json.put("name", usage.pool());
    family(json.putObject("ipv4"), usage.ipv4());
    family(json.putObject("ipv6"), usage.ipv6());
  }

  private static void family(ObjectNode json, FamilyUsage usage) {
    json.put("assigned", usage.assigned())
        .put("available", usage.available())
        .put("quarantined", usage.quarantined())
        .put("retained", usage.retained())
        .put("reserved", usage.reserved());
  }
}
