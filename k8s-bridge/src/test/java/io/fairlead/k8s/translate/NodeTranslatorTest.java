package io.fairlead.k8s.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeTranslatorTest {
  @Test
  void translate_readsInternalAddressesAndLabels() {
    var node =
        Yaml.read(
            """
            apiVersion: v1
            kind: Node
            metadata:
              name: n1
              labels: {node.kubernetes.io/exclude-from-external-load-balancers: ""}
            status:
              addresses:
              - {type: Hostname, address: n1}
              - {type: InternalIP, address: 192.168.120.11}
              - {type: ExternalIP, address: 203.0.113.1}
              - {type: InternalIP, address: "fd00::11"}
            """,
            Node.class);

    var view = NodeTranslator.translate(node);

    assertEquals(new NodeName("n1"), view.name());
    assertEquals(
        List.of(IpAddress.parse("192.168.120.11"), IpAddress.parse("fd00::11")),
        view.internalAddresses());
    assertTrue(view.isExcludedByLabel());
  }

  @ParameterizedTest(name = "{0} {1}: unavailable {2}")
  @CsvSource({
    "NetworkUnavailable,True,true",
    "NetworkUnavailable,False,false",
    "NetworkUnavailable,Unknown,false",
    "Ready,False,false",
    "Ready,True,false",
  })
  void translate_readsNetworkUnavailableOnly(String type, String status, boolean unavailable) {
    var node =
        new NodeBuilder()
            .withNewMetadata()
            .withName("n1")
            .endMetadata()
            .withNewStatus()
            .addNewCondition()
            .withType(type)
            .withStatus(status)
            .endCondition()
            .endStatus()
            .build();

    assertEquals(unavailable, NodeTranslator.translate(node).networkUnavailable());
  }

  @Test
  void translate_ofANodeWithoutStatus_hasNoAddresses() {
    var node = new NodeBuilder().withNewMetadata().withName("n1").endMetadata().build();

    assertEquals(List.of(), NodeTranslator.translate(node).internalAddresses());
  }
}
