package io.fairlead.deploy.controller;

import static java.util.stream.Collectors.joining;

import io.fairlead.ipam.AssignmentOutcome;
import io.fairlead.ipam.Grant;
import io.fairlead.ipam.GrantReason;
import io.fairlead.ipam.PoolRefusal;
import io.fairlead.ipam.RejectReason;
import io.fairlead.ipam.RejectText;
import io.fairlead.k8s.write.PendingCondition;
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

  /** The Service was given these addresses beside one that it keeps. */
  record AllocatedMore(List<IpAddress> addresses) implements BridgeNotice {
    public AllocatedMore {
      addresses = List.copyOf(addresses);
    }
  }

  /** The Service was given addresses whose quarantine had not ended. */
  record QuarantineCutShort(List<IpAddress> addresses) implements BridgeNotice {
    public QuarantineCutShort {
      addresses = List.copyOf(addresses);
    }
  }

  /** The Service lost what it held before. */
  record Cleared(String cause) implements BridgeNotice {}

  /**
   * The Service is pending.
   *
   * @param reason of the Event
   */
  record Failed(String reason, String cause) implements BridgeNotice {}

  /** The Service prefers two families and has an address of one. */
  record LacksFamily(String cause) implements BridgeNotice {}

  /** What there is to tell; nothing when the outcome says what the one before it said. */
  static List<BridgeNotice> of(AssignmentOutcome outcome, Optional<AssignmentOutcome> before) {
    var notices = new ArrayList<BridgeNotice>();
    var heldBefore = before.map(AssignmentOutcome::addresses).orElse(List.of());
    if (!outcome.addresses().containsAll(heldBefore)) {
      notices.add(new Cleared(cause(outcome)));
    }
    // What a pool recorded is told at once; the Service's own record says the same afterwards.
    if (outcome.isNew() && !heldBefore.equals(outcome.addresses())) {
      notices.addAll(ofNew(outcome, heldBefore));
    }
    boolean saidBefore =
        before.map(AssignmentOutcome::refusals).equals(Optional.of(outcome.refusals()));
    if (outcome.addresses().isEmpty() && !outcome.refusals().isEmpty() && !saidBefore) {
      notices.add(new Failed(eventReason(outcome), cause(outcome)));
    }
    boolean lackedBefore = before.flatMap(AssignmentOutcome::lacking).equals(outcome.lacking());
    if (!lackedBefore) {
      outcome.lacking().map(RejectText::sentence).map(LacksFamily::new).ifPresent(notices::add);
    }
    return notices;
  }

  private static List<BridgeNotice> ofNew(AssignmentOutcome outcome, List<IpAddress> heldBefore) {
    var notices = new ArrayList<BridgeNotice>();
    var added =
        outcome.addresses().stream().filter(address -> !heldBefore.contains(address)).toList();
    boolean isMore = added.size() < outcome.addresses().size() && !added.isEmpty();
    notices.add(isMore ? new AllocatedMore(added) : new Allocated(outcome.addresses()));
    var hurried =
        outcome.grants().stream()
            .filter(grant -> grant.reason() == GrantReason.QUARANTINE_CUT_SHORT)
            .map(Grant::address)
            .filter(added::contains)
            .toList();
    if (!hurried.isEmpty()) {
      notices.add(new QuarantineCutShort(hurried));
    }
    return notices;
  }

  /** A refusal of the request as a whole names the Event; those of single pools are one failure. */
  private static String eventReason(AssignmentOutcome outcome) {
    return RejectText.eventReason(outcome.refusals().getFirst().reason());
  }

  private static String cause(AssignmentOutcome outcome) {
    return outcome.refusals().isEmpty()
        ? "the request or the configuration changed"
        : outcome.refusals().stream().map(RejectText::sentence).distinct().collect(joining("; "));
  }

  /** Why the Service is pending, as its condition says it; empty when it is not. */
  static Optional<PendingCondition> pending(AssignmentOutcome outcome) {
    return outcome.addresses().isEmpty() && !outcome.refusals().isEmpty()
        ? Optional.of(
            new PendingCondition(
                RejectText.conditionReason(outcome.refusals().getFirst().reason()), cause(outcome)))
        : Optional.empty();
  }

  /** True when a pool did not answer, so that asking again may help. */
  static boolean isUnsettled(AssignmentOutcome outcome) {
    return outcome.refusals().stream()
        .map(PoolRefusal::reason)
        .anyMatch(reason -> reason == RejectReason.POOL_UNAVAILABLE);
  }
}
