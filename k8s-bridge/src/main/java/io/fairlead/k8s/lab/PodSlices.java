package io.fairlead.k8s.lab;

import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPortBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.k8s.translate.EndpointSliceTranslator;
import io.fairlead.net.IpFamily;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Tells the cluster, by EndpointSlices, where a Service's pods are. Blocking. */
public final class PodSlices {
  private static final String MANAGED_BY = "endpointslice.kubernetes.io/managed-by";

  private final KubernetesClient client;

  PodSlices(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Publishes these pods in place of those published before.
   *
   * @throws ClusterException if the API server did not take them
   */
  public void publish(PodDemand demand, List<Pod> pods) {
    try {
      for (EndpointSlice slice : of(demand, pods)) {
        client
            .resource(slice)
            .fieldManager(LabClient.FIELD_MANAGER)
            .forceConflicts()
            .serverSideApply();
      }
    } catch (KubernetesClientException e) {
      throw new ClusterException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Takes back whatever was published for this Service.
   *
   * @throws ClusterException if the API server did not do it
   */
  public void withdraw(ServiceKey service) {
    try {
      for (String name : names(service)) {
        client
            .discovery()
            .v1()
            .endpointSlices()
            .inNamespace(service.namespace())
            .withName(name)
            .delete();
      }
    } catch (KubernetesClientException e) {
      throw new ClusterException(String.valueOf(e.getMessage()), e);
    }
  }

  /** The slices, one of each family that the Service has. Pure. */
  static List<EndpointSlice> of(PodDemand demand, List<Pod> pods) {
    return demand.families().stream().map(family -> slice(demand, family, pods)).toList();
  }

  private static EndpointSlice slice(PodDemand demand, IpFamily family, List<Pod> pods) {
    String type = family == IpFamily.IPV4 ? "IPv4" : "IPv6";
    return new EndpointSliceBuilder()
        .withNewMetadata()
        .withNamespace(demand.service().namespace())
        .withName(name(demand.service(), type))
        .addToLabels(EndpointSliceTranslator.SERVICE_LABEL, demand.service().name())
        .addToLabels(MANAGED_BY, LabClient.FIELD_MANAGER)
        .addNewOwnerReference()
        .withApiVersion("v1")
        .withKind("Service")
        .withName(demand.service().name())
        .withUid(demand.uid())
        .endOwnerReference()
        .endMetadata()
        .withAddressType(type)
        .withEndpoints(pods.stream().flatMap(pod -> endpoints(pod, family)).toList())
        .withPorts(demand.ports().stream().map(PodSlices::port).toList())
        .build();
  }

  private static Stream<Endpoint> endpoints(Pod pod, IpFamily family) {
    return pod.addresses().stream()
        .filter(address -> address.family() == family)
        .map(
            address ->
                new EndpointBuilder()
                    .withAddresses(address.toString())
                    .withNodeName(pod.node().value())
                    .withNewConditions()
                    .withReady(pod.ready())
                    .withServing(pod.ready())
                    .withTerminating(false)
                    .endConditions()
                    .build());
  }

  private static EndpointPort port(PodPort port) {
    return new EndpointPortBuilder()
        .withName(port.name())
        .withProtocol(port.protocol())
        .withPort(port.number())
        .build();
  }

  /** The names of all slices that a Service can have from the lab. */
  private static List<String> names(ServiceKey service) {
    return Stream.of("IPv4", "IPv6").map(type -> name(service, type)).toList();
  }

  private static String name(ServiceKey service, String type) {
    return service.name() + "-lab-" + type.toLowerCase(Locale.ROOT);
  }
}
