package io.fairlead.load.translation;

import io.fairlead.cluster.ServiceKey;

/** The objects as an API server shows them. */
final class Documents {
  private static final String NAMESPACE = "shop";

  private Documents() {}

  static ServiceKey key(int number) {
    return new ServiceKey(NAMESPACE, "web-" + number);
  }

  static String namespace() {
    return """
    {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"shop","labels":{"team":"load"}}}""";
  }

  static String pool() {
    return """
    {"apiVersion":"metallb.io/v1beta1","kind":"IPAddressPool",
     "metadata":{"name":"lan","namespace":"metallb-system"},"spec":{"addresses":["10.64.0.0/16"]}}""";
  }

  static String node(int number) {
    return """
    {"apiVersion":"v1","kind":"Node",
     "metadata":{"name":"node-%1$d","labels":{"kubernetes.io/hostname":"node-%1$d","zone":"z%1$d"}},
     "status":{"conditions":[{"type":"Ready","status":"True"}],
      "addresses":[{"type":"InternalIP","address":"10.0.0.%1$d"}]}}"""
        .formatted(number);
  }

  /** With its address in its status, as nearly all have it at nearly any time. */
  static String service(int number) {
    return """
    {"apiVersion":"v1","kind":"Service",
     "metadata":{"name":"web-%1$d","namespace":"shop","uid":"uid-%1$d","resourceVersion":"%1$d",
      "creationTimestamp":"2026-03-01T03:12:00Z","labels":{"app":"web-%1$d","team":"load"},
      "annotations":{"example.org/owner":"the team","metallb.io/ip-allocated-from-pool":"lan"}},
     "spec":{"type":"LoadBalancer","clusterIP":"10.96.%2$d.%3$d","selector":{"app":"web-%1$d"},
      "ipFamilies":["IPv4"],"ipFamilyPolicy":"SingleStack","externalTrafficPolicy":"Cluster",
      "ports":[{"name":"http","port":80,"targetPort":8080,"protocol":"TCP"},
               {"name":"https","port":443,"targetPort":8443,"protocol":"TCP"}]},
     "status":{"loadBalancer":{"ingress":[{"ip":"10.64.%2$d.%3$d"}]}}}"""
        .formatted(number, number / 250, number % 250);
  }

  static String slice(int number, int nodes) {
    return """
    {"apiVersion":"discovery.k8s.io/v1","kind":"EndpointSlice","addressType":"IPv4",
     "metadata":{"name":"web-%1$d-abc12","namespace":"shop",
      "labels":{"kubernetes.io/service-name":"web-%1$d"}},
     "ports":[{"name":"http","port":8080,"protocol":"TCP"}],
     "endpoints":[
      {"addresses":["10.1.%2$d.%3$d"],"nodeName":"node-%4$d","conditions":{"ready":true}},
      {"addresses":["10.2.%2$d.%3$d"],"nodeName":"node-%5$d","conditions":{"ready":true}}]}"""
        .formatted(number, number / 250, number % 250, number % nodes, (number + 1) % nodes);
  }
}
