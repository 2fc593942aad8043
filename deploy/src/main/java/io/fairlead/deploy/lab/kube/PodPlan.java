package io.fairlead.deploy.lab.kube;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.deploy.lab.net.LabNode;
import io.fairlead.k8s.lab.Pod;
import io.fairlead.k8s.lab.PodDemand;
import io.fairlead.k8s.lab.PodPort;
import io.fairlead.net.IpAddress;
import io.fairlead.net.IpFamily;
import java.util.List;
import java.util.Set;

/**
 * Which pods the lab runs for one Service: one per node, all with the same host number in their
 * node's pod range. Pure.
 *
 * @param hostNumber the last number of the pods' addresses
 * @param nodes where the pods are
 * @param ports what they listen on
 */
record PodPlan(
    ServiceKey service,
    int hostNumber,
    List<LabNode> nodes,
    List<IpFamily> families,
    List<PodPort> ports) {

  /**
   * The plan for what this Service asks for.
   *
   * @param everywhere the nodes that have pods, unless the Service names some of them
   */
  static PodPlan of(PodDemand demand, int hostNumber, List<LabNode> everywhere) {
    List<LabNode> nodes =
        demand
            .nodeNames()
            .map(
                names -> everywhere.stream().filter(n -> names.contains(n.name().value())).toList())
            .orElse(everywhere);
    return new PodPlan(demand.service(), hostNumber, nodes, demand.families(), demand.ports());
  }

  String podName(LabNode node) {
    return service.name() + "-" + node.name();
  }

  List<IpAddress> addresses(LabNode node) {
    return families.stream()
        .map(
            family ->
                switch (family) {
                  case IPV4 -> node.podAddress(hostNumber);
                  case IPV6 -> node.podAddressV6(hostNumber);
                })
        .toList();
  }

  /** The pods as the cluster is told of them; those of dead nodes are not ready. */
  List<Pod> pods(Set<LabNode> deadNodes) {
    return nodes.stream()
        .map(node -> new Pod(node.name(), addresses(node), !deadNodes.contains(node)))
        .toList();
  }
}
