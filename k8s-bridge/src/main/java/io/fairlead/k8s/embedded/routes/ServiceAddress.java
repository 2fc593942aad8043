package io.fairlead.k8s.embedded.routes;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.k8s.embedded.json.Json;
import io.fairlead.k8s.embedded.store.ObjectName;
import io.fairlead.k8s.embedded.store.ObjectStore;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Where a Service is answered for: a ready endpoint of its EndpointSlices, or of its Endpoints.
 * There is no kube-proxy here, so its cluster address leads nowhere.
 */
final class ServiceAddress {
  private static final String SERVICE_LABEL = "kubernetes.io/service-name";

  private ServiceAddress() {}

  /**
   * Finds the endpoint.
   *
   * @param port of the Service, not of its pods
   * @throws IOException there is none; worded as Kubernetes does
   */
  static InetSocketAddress resolve(ObjectStore store, ObjectName service, int port)
      throws IOException {
    JsonNode object = store.find("services.", service);
    if (object == null) {
      throw new IOException("service \"" + service.name() + "\" not found");
    }
    JsonNode wanted =
        stream(Json.at(object, "spec", "ports"))
            .filter(each -> each.path("port").asInt() == port)
            .findFirst()
            .orElseThrow(
                () ->
                    new IOException(
                        "no service port "
                            + port
                            + " found for service \""
                            + service.name()
                            + "\""));
    String name = Json.text(wanted, "name");
    return fromSlices(store, service, name)
        .or(() -> fromEndpoints(store, service, name))
        .orElseThrow(
            () -> new IOException("no endpoints available for service \"" + service.name() + "\""));
  }

  private static Optional<InetSocketAddress> fromSlices(
      ObjectStore store, ObjectName service, String port) {
    return store.snapshot("endpointslices.discovery.k8s.io").objects().entrySet().stream()
        .filter(entry -> entry.getKey().namespace().equals(service.namespace()))
        .map(entry -> (JsonNode) entry.getValue())
        .filter(
            slice ->
                Json.at(slice, "metadata", "labels", SERVICE_LABEL).asText().equals(service.name()))
        .flatMap(
            slice ->
                stream(slice.path("endpoints"))
                    .filter(each -> Json.at(each, "conditions", "ready").asBoolean(true))
                    .flatMap(each -> stream(each.path("addresses")))
                    .flatMap(address -> at(address.asText(), slice.path("ports"), port)))
        .findFirst();
  }

  private static Optional<InetSocketAddress> fromEndpoints(
      ObjectStore store, ObjectName service, String port) {
    JsonNode endpoints = store.find("endpoints.", service);
    return endpoints == null
        ? Optional.empty()
        : stream(endpoints.path("subsets"))
            .flatMap(
                subset ->
                    stream(subset.path("addresses"))
                        .flatMap(each -> at(Json.text(each, "ip"), subset.path("ports"), port)))
            .findFirst();
  }

  /** Ports of a Service and of its endpoints belong together by their names. */
  private static Stream<InetSocketAddress> at(String address, JsonNode ports, String name) {
    return stream(ports)
        .filter(port -> Json.text(port, "name").equals(name) && port.path("port").isInt())
        .map(port -> new InetSocketAddress(address, port.path("port").asInt()));
  }

  private static Stream<JsonNode> stream(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }
}
