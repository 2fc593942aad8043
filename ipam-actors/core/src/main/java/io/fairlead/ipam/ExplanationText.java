package io.fairlead.ipam;

import java.util.ArrayList;
import java.util.List;

/** The one place that words an {@link Explanation} and a {@link GrantReason}. */
final class ExplanationText {
  private ExplanationText() {}

  static List<String> lines(Explanation explanation) {
    var lines = new ArrayList<String>();
    if (!explanation.isCurrent()) {
      lines.add(explanation.service() + " has changed and was not decided on since");
    }
    if (explanation.pool().isEmpty()) {
      lines.add(explanation.service() + " is pending");
    }
    for (Grant grant : explanation.grants()) {
      lines.add(
          "%s holds %s of pool %s: %s"
              .formatted(
                  explanation.service(), grant.address(), explanation.pool(), why(grant.reason())));
    }
    explanation.refusals().forEach(refusal -> lines.add(refusal(refusal)));
    explanation.untried().forEach(pool -> lines.add("pool " + pool + ": comes later in order"));
    explanation.cleared().ifPresent(reason -> lines.add("it lost its addresses: " + reason));
    return List.copyOf(lines);
  }

  private static String refusal(PoolRefusal refusal) {
    var sentence = RejectText.sentence(refusal);
    return refusal.pool().isEmpty() ? sentence : "pool " + refusal.pool() + ": " + sentence;
  }

  private static String why(GrantReason reason) {
    return switch (reason) {
      case FIRST_FREE -> "the first free address of the pool";
      case SHARED -> "the first address that others share with it";
      case ASKED_BY_NAME -> "it asks for this address by name";
      case ADOPTED -> "it held the address before the pool knew of it";
      case RESERVED -> "the address is reserved for it";
      case RETURNED -> "it held the address before and came back in time";
      case RETENTION_CUT_SHORT ->
          "the pool had no other; its former Service could still have come back";
      case QUARANTINE_CUT_SHORT -> "the pool had no other; its quarantine had not ended";
      case UNRECORDED -> "an older version gave it, without a reason";
    };
  }
}
