package io.fairlead.load.bridge;

import java.util.List;
import java.util.stream.IntStream;

/** The objects that are made. */
final class Objects {
  static final String SERVICES = "/api/v1/namespaces/default/services";
  static final String SLICES = "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices";
  static final String POOLS = "/apis/metallb.io/v1beta1/namespaces/metallb-system/ipaddresspools";
  static final String NAMESPACES = "/api/v1/namespaces";
  static final String NODES = "/api/v1/nodes";
  static final String CRDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

  private Objects() {}

  static String namespace(String name) {
    return """
    {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"%s"}}"""
        .formatted(name);
  }

  static String node(String name) {
    return """
    {"apiVersion":"v1","kind":"Node","metadata":{"name":"%s"}}"""
        .formatted(name);
  }

  /** Room for 65,536 addresses. */
  static String pool() {
    return """
    {"apiVersion":"metallb.io/v1beta1","kind":"IPAddressPool",
     "metadata":{"name":"lan","namespace":"metallb-system"},
     "spec":{"addresses":["10.64.0.0/16"]}}""";
  }

  /** As {@code kubectl apply} would leave them, with labels, a selector and two ports. */
  static List<String> services(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> service(prefix + i)).toList();
  }

  private static String service(String name) {
    return """
    {"apiVersion":"v1","kind":"Service",
     "metadata":{"name":"%1$s","labels":{"app":"%1$s","team":"load"},
      "annotations":{"example.org/owner":"the team of %1$s"}},
     "spec":{"type":"LoadBalancer","selector":{"app":"%1$s"},"allocateLoadBalancerNodePorts":false,
      "ports":[{"name":"http","port":80,"targetPort":8080},{"name":"https","port":443,"targetPort":8443}]}}"""
        .formatted(name);
  }

  /** Two endpoints for each Service. */
  static List<String> slices(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> slice(prefix + i, i)).toList();
  }

  private static String slice(String service, int number) {
    int high = number / 250;
    int low = number % 250;
    return """
    {"apiVersion":"discovery.k8s.io/v1","kind":"EndpointSlice","addressType":"IPv4",
     "metadata":{"name":"%1$s-abc12","labels":{"kubernetes.io/service-name":"%1$s"}},
     "ports":[{"name":"http","port":8080,"protocol":"TCP"}],
     "endpoints":[
      {"addresses":["10.1.%2$d.%3$d"],"nodeName":"node-1","conditions":{"ready":true}},
      {"addresses":["10.2.%2$d.%3$d"],"nodeName":"node-2","conditions":{"ready":true}}]}"""
        .formatted(service, high, low);
  }
}
