package io.fairlead.k8s.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GivenClusterTest {
  private static final ServiceKey WEB = new ServiceKey("shop", "web");
  private static final List<String> DOCUMENTS =
      List.of(
          """
          {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"shop","labels":{"team":"x"}}}""",
          """
          {"apiVersion":"v1","kind":"Node","metadata":{"name":"n1"}}""",
          """
          {"apiVersion":"metallb.io/v1beta1","kind":"IPAddressPool",
           "metadata":{"name":"lan","namespace":"metallb-system"},
           "spec":{"addresses":["10.0.0.0/24"]}}""",
          """
          {"apiVersion":"v1","kind":"Service","metadata":{"name":"web","namespace":"shop"},
           "spec":{"type":"LoadBalancer","ports":[{"port":80}]}}""",
          """
          {"apiVersion":"v1","kind":"Service","metadata":{"name":"inner","namespace":"shop"},
           "spec":{"type":"ClusterIP","ports":[{"port":80}]}}""",
          """
          {"apiVersion":"discovery.k8s.io/v1","kind":"EndpointSlice","addressType":"IPv4",
           "metadata":{"name":"web-1","namespace":"shop",
            "labels":{"kubernetes.io/service-name":"web"}},
           "endpoints":[{"addresses":["10.1.0.1"],"nodeName":"n1","conditions":{"ready":true}}]}""");

  @Test
  void translate_showsWhatTheDocumentsSay_andTheSameAfterOneIsReadAgain() {
    var cluster = GivenCluster.parse(DOCUMENTS);
    var all = cluster.translate();

    assertEquals(Set.of(WEB), all.services().keySet());
    assertEquals(Set.of("lan"), all.config().pools().keySet());
    assertEquals(Set.of("shop"), all.namespaceLabels().keySet());
    assertEquals(1, all.nodes().size());
    assertEquals(Set.of(new NodeName("n1")), all.endpointsOf(WEB).nodes());
    var again = cluster.translateAgain(WEB);
    assertEquals(all.services(), again.services());
    assertEquals(all.endpoints(), again.endpoints());
    assertEquals(all.config(), again.config());
  }

  @Test
  void parse_ofAnotherKind_saysWhich() {
    var secret =
        """
        {"apiVersion":"v1","kind":"Secret","metadata":{"name":"s","namespace":"shop"}}""";

    var refusal =
        assertThrows(IllegalArgumentException.class, () -> GivenCluster.parse(List.of(secret)));

    assertEquals("Secret is of no use here", refusal.getMessage());
  }
}
