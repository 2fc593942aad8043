package io.fairlead.k8s.lab;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.net.IpFamily;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The pods that one Service asks for by its selector.
 *
 * @param uid the Service's, which owns what is published for it
 * @param nodeNames where the pods shall be, as the Service's annotation has it; empty: anywhere
 * @param families of the pods' addresses, primary family first
 * @param ports what the pods listen on
 */
public record PodDemand(
    ServiceKey service,
    String uid,
    Optional<List<String>> nodeNames,
    List<IpFamily> families,
    List<PodPort> ports) {
  /** Nodes with a pod, separated by commas, when not all shall have one. */
  static final String NODES_ANNOTATION = "fairlead.io/lab-backends";

  /** A target port that goes by a name gets a number from here upwards. */
  private static final int FIRST_NAMED_PORT = 8080;

  public PodDemand {
    nodeNames = nodeNames.map(List::copyOf);
    families = List.copyOf(families);
    ports = List.copyOf(ports);
  }

  /** What this Service asks for; empty if it asks for no pods. */
  static Optional<PodDemand> of(Service service) {
    var spec = service.getSpec();
    boolean selects = spec.getSelector() != null && !spec.getSelector().isEmpty();
    if (!selects || "ExternalName".equals(spec.getType()) || spec.getPorts() == null) {
      return Optional.empty();
    }
    var ports = new ArrayList<PodPort>();
    for (ServicePort port : spec.getPorts()) {
      String protocol = port.getProtocol() == null ? "TCP" : port.getProtocol();
      if (!protocol.equals("SCTP")) {
        String name = port.getName() == null ? "" : port.getName();
        ports.add(new PodPort(name, protocol, target(port, ports.size())));
      }
    }
    return Optional.of(
        new PodDemand(
            keyOf(service),
            Objects.requireNonNullElse(service.getMetadata().getUid(), ""),
            nodeNames(service),
            families(service),
            ports));
  }

  static ServiceKey keyOf(Service service) {
    return new ServiceKey(service.getMetadata().getNamespace(), service.getMetadata().getName());
  }

  private static int target(ServicePort port, int index) {
    IntOrString target = port.getTargetPort();
    if (target != null && target.getStrVal() != null) {
      return FIRST_NAMED_PORT + index;
    }
    boolean given = target != null && target.getIntVal() != null && target.getIntVal() > 0;
    return given ? target.getIntVal() : port.getPort();
  }

  private static Optional<List<String>> nodeNames(Service service) {
    return Optional.ofNullable(service.getMetadata().getAnnotations())
        .map(annotations -> annotations.get(NODES_ANNOTATION))
        .map(wanted -> Arrays.stream(wanted.split(",")).map(String::strip).toList());
  }

  private static List<IpFamily> families(Service service) {
    List<String> given = service.getSpec().getIpFamilies();
    if (given == null || given.isEmpty()) {
      return List.of(IpFamily.IPV4);
    }
    return given.stream()
        .map(family -> family.equals("IPv6") ? IpFamily.IPV6 : IpFamily.IPV4)
        .toList();
  }
}
