package io.fairlead.k8s.write;

import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.net.IpAddress;
import io.fairlead.placement.AddressConflict;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Collectors;

/**
 * What an Event says, in MetalLB's words.
 *
 * @param component who says it
 * @param type Normal or Warning
 * @param reason one word
 * @param message a sentence
 */
record EventText(String component, String type, String reason, String message) {
  private static final String CONTROLLER = "metallb-controller";
  private static final String SPEAKER = "metallb-speaker";
  private static final String NORMAL = "Normal";
  private static final String WARNING = "Warning";

  static EventText ipAllocated(List<IpAddress> addresses) {
    String quoted =
        addresses.stream()
            .map(address -> "\"" + address + "\"")
            .collect(Collectors.joining(" ", "[", "]"));
    return new EventText(CONTROLLER, NORMAL, "IPAllocated", "Assigned IP " + quoted);
  }

  static EventText allocationFailed(ServiceKey service, String cause) {
    return new EventText(
        CONTROLLER,
        WARNING,
        "AllocationFailed",
        "Failed to allocate IP for \"" + service + "\": " + cause);
  }

  static EventText clearAssignment(ServiceKey service, String cause) {
    return new EventText(
        CONTROLLER,
        NORMAL,
        "ClearAssignment",
        "current IP for \""
            + service
            + "\" not allowed by config, will attempt for new IP assignment: "
            + cause);
  }

  static EventText additionalIpAllocated(List<IpAddress> addresses) {
    String quoted =
        addresses.stream().map(address -> "\"" + address + "\"").collect(Collectors.joining(" "));
    return new EventText(CONTROLLER, NORMAL, "IPAllocated", "Assigned additional IP " + quoted);
  }

  static EventText additionalAssignFailed(String cause) {
    return new EventText(
        CONTROLLER,
        NORMAL,
        "AdditionalAssignFailed",
        "cannot assign additional IP in PreferDualStack: " + cause);
  }

  static EventText requestFailed(String reason, String cause) {
    String message =
        reason.equals("LoadBalancerFailed")
            ? "invalid requested loadbalancer IPs: " + cause
            : cause;
    return new EventText(CONTROLLER, WARNING, reason, message);
  }

  static EventText quarantineCutShort(List<IpAddress> addresses) {
    return new EventText(
        CONTROLLER,
        WARNING,
        "QuarantineCutShort",
        "the pool had no other address than "
            + addresses
            + ", which another Service gave up moments ago: its clients may still come");
  }

  static EventText deprecatedAnnotation(List<String> names) {
    return new EventText(
        CONTROLLER,
        WARNING,
        "deprecatedAnnotation",
        "Service uses deprecated annotation(s) "
            + String.join(", ", names)
            + "; write metallb.io/ instead of metallb.universe.tf/");
  }

  static EventText nodeAssigned(NodeName node) {
    return new EventText(
        SPEAKER,
        NORMAL,
        "nodeAssigned",
        "announcing from node \"" + node + "\" with protocol \"layer2\"");
  }

  static EventText announceFailed(SortedSet<String> interfaces) {
    return new EventText(
        SPEAKER,
        WARNING,
        "announceFailed",
        "the interfaces specified by the L2Advertisement, "
            + String.join(", ", interfaces)
            + ", exist or can be used on no node that may announce with protocol \"layer2\"");
  }

  static EventText addressConflict(AddressConflict conflict) {
    String what =
        conflict.announced()
            ? "claims %s, which node \"%s\" announces and has defended"
            : "uses %s already, so node \"%s\" does not announce it";
    return new EventText(
        SPEAKER,
        WARNING,
        "addressConflict",
        "%s on interface %s "
            .formatted(conflict.mac(), conflict.interfaceName())
            .concat(what.formatted(conflict.address(), conflict.node())));
  }
}
