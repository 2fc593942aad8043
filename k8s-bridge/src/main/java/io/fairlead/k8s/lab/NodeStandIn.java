package io.fairlead.k8s.lab;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.NodeAddressBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.NodeStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fairlead.net.IpAddress;
import io.fairlead.net.IpPrefix;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Stands in for the kubelets and the node controller: registers the lab's nodes. Blocking. */
public final class NodeStandIn {
  private static final String LAB_LABEL = "fairlead.io/lab-node";

  private final KubernetesClient client;

  NodeStandIn(KubernetesClient client) {
    this.client = client;
  }

  /** Creates the node, or brings an existing one of this name to the lab's shape. */
  public void register(StandInNode node, Instant now) {
    client
        .resource(object(node))
        .fieldManager(LabClient.FIELD_MANAGER)
        .forceConflicts()
        .serverSideApply();
    setReady(node, "True", now);
  }

  /** What the node controller writes about a node that it no longer hears of. */
  public void markUnknown(StandInNode node, Instant now) {
    setReady(node, "Unknown", now);
  }

  public void markReady(StandInNode node, Instant now) {
    setReady(node, "True", now);
  }

  /** Takes away the nodes that the lab brought. */
  public void removeAll() {
    client.nodes().withLabel(LAB_LABEL).delete();
  }

  private void setReady(StandInNode node, String ready, Instant now) {
    client
        .nodes()
        .withName(node.name().value())
        .editStatus(
            current -> new NodeBuilder(current).withStatus(status(node, ready, now)).build());
  }

  private static Node object(StandInNode node) {
    return new NodeBuilder()
        .withNewMetadata()
        .withName(node.name().value())
        .addToLabels("kubernetes.io/hostname", node.name().value())
        .addToLabels("kubernetes.io/os", "linux")
        .addToLabels(LAB_LABEL, "true")
        .endMetadata()
        .withNewSpec()
        .withPodCIDR(node.podPrefixes().getFirst().toString())
        .withPodCIDRs(node.podPrefixes().stream().map(IpPrefix::toString).toList())
        .endSpec()
        .build();
  }

  private static NodeStatus status(StandInNode node, String ready, Instant now) {
    return new NodeStatusBuilder()
        .addAllToAddresses(node.addresses().stream().map(NodeStandIn::internal).toList())
        .addNewAddress()
        .withType("Hostname")
        .withAddress(node.name().value())
        .endAddress()
        .withConditions(
            List.of(condition("NetworkUnavailable", "False", now), condition("Ready", ready, now)))
        .build();
  }

  private static NodeAddress internal(IpAddress address) {
    return new NodeAddressBuilder().withType("InternalIP").withAddress(address.toString()).build();
  }

  private static NodeCondition condition(String type, String status, Instant now) {
    return new NodeConditionBuilder()
        .withType(type)
        .withStatus(status)
        .withReason("FairleadLab")
        .withLastTransitionTime(now.truncatedTo(ChronoUnit.SECONDS).toString())
        .build();
  }
}
