package io.fairlead.deploy.controller;

import static java.util.stream.Collectors.joining;

import io.fairlead.ipam.AssignmentOutcome;
import io.fairlead.ipam.PoolRefusal;
import io.fairlead.ipam.RejectReason;
import io.fairlead.ipam.RejectText;
import io.fairlead.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a user is told of a change, as an Event on the Service. */
sealed interface BridgeNotice {

  /** The Service was given these addresses. */
  record Allocated(List<IpAddress> addresses) implements BridgeNotice {
    public Allocated {
      addresses = List.copyOf(addresses);
    }
  }

  /** The Service lost what it held before. */
  record Cleared(String cause) implements BridgeNotice {}

  /** The Service is pending. */
  record Failed(String cause) implements BridgeNotice {}

  /** What there is to tell; nothing when the outcome says what the one before it said. */
  static List<BridgeNotice> of(AssignmentOutcome outcome, Optional<AssignmentOutcome> before) {
    var notices = new ArrayList<BridgeNotice>();
    var heldBefore = before.map(AssignmentOutcome::addresses).orElse(List.of());
    if (!outcome.addresses().containsAll(heldBefore)) {
      notices.add(new Cleared(cause(outcome)));
    }
    if (outcome.isNew()) {
      notices.add(new Allocated(outcome.addresses()));
    }
    boolean saidBefore =
        before.map(AssignmentOutcome::refusals).equals(Optional.of(outcome.refusals()));
    if (outcome.addresses().isEmpty() && !outcome.refusals().isEmpty() && !saidBefore) {
      notices.add(new Failed(cause(outcome)));
    }
    return notices;
  }

  private static String cause(AssignmentOutcome outcome) {
    return outcome.refusals().isEmpty()
        ? "the request or the configuration changed"
        : outcome.refusals().stream().map(RejectText::sentence).distinct().collect(joining("; "));
  }

  /** True when a pool did not answer, so that asking again may help. */
  static boolean isUnsettled(AssignmentOutcome outcome) {
    return outcome.refusals().stream()
        .map(PoolRefusal::reason)
        .anyMatch(reason -> reason == RejectReason.POOL_UNAVAILABLE);
  }
}
