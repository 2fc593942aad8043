package io.fairlead.deploy.lab.steps;

import io.fairlead.cluster.NodeName;
import io.fairlead.deploy.lab.net.LabNode;
import io.fairlead.deploy.lab.process.LabSite;
import io.fairlead.k8s.lab.LabServices;
import io.fairlead.net.IpAddress;
import java.util.stream.Collectors;

/** Says how a running lab is, for {@code lab status}. */
public final class LabStatus {
  private LabStatus() {}

  /** Two tables: nodes with their speakers, Services with the owners that the client knows. */
  public static String of(Lab lab) {
    var nodes = new TextTable("NODE", "ADDRESS", "MAC", "CABLE", "SPEAKER");
    for (LabNode node : lab.plan().nodes()) {
      nodes.row(
          node.name(),
          node.address(),
          node.mac(),
          lab.network().connected(node) ? "in" : "out",
          process(lab, LabSite.speaker(node)));
    }
    var services = new TextTable("SERVICE", "EXTERNAL-IP", "OWNER SEEN BY THE CLIENT");
    for (LabServices.Balanced service : lab.services().all()) {
      String addresses =
          service.addresses().stream().map(IpAddress::toString).collect(Collectors.joining(","));
      services.row(
          service.key(), addresses.isEmpty() ? "<pending>" : addresses, owner(lab, service));
    }
    return "lab %s, controller: %s%n%n%s%n%n%s"
        .formatted(lab.plan().name(), process(lab, LabSite.CONTROLLER), nodes, services);
  }

  private static String process(Lab lab, String program) {
    return lab.programs().pid(program).map(pid -> "process " + pid).orElse("not running");
  }

  private static String owner(Lab lab, LabServices.Balanced service) {
    return service
        .address()
        .flatMap(lab.network()::neighbour)
        .flatMap(lab.plan()::nodeOf)
        .map(LabNode::name)
        .map(NodeName::value)
        .orElse("(not asked yet)");
  }
}
