package io.fairlead.k8s.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fairlead.cluster.NodeName;
import io.fairlead.config.ConfigFault;
import io.fairlead.net.IpAddress;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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

  @Test
  void translate_readsTaintsAndLooksAtNoCordon() {
    var node =
        Yaml.read(
            """
            apiVersion: v1
            kind: Node
            metadata: {name: n1}
            spec:
              unschedulable: true
              taints:
              - {key: node.kubernetes.io/out-of-service, value: nodeshutdown, effect: NoExecute}
              - {key: node.kubernetes.io/unschedulable, effect: NoSchedule}
            """,
            Node.class);

    var view = NodeTranslator.translate(node);

    assertEquals(
        new TreeSet<>(
            List.of(
                "node.kubernetes.io/out-of-service:NoExecute",
                "node.kubernetes.io/unschedulable:NoSchedule")),
        view.taints());
    assertFalse(view.draining());
  }

  @ParameterizedTest(name = "fairlead.io/weight: {0}")
  @CsvSource({
    "0,0,",
    "3,3,",
    "' 100 ',100,",
    "101,1,101",
    "-1,1,-1",
    "two,1,two",
    "'',1,''",
    "99999999999,1,99999999999"
  })
  void translate_readsTheWeight_andSaysWhatItCannotReadAndTakesItForNone(
      String value, int weight, @Nullable String refused) {
    var node =
        new NodeBuilder()
            .withNewMetadata()
            .withName("n1")
            .addToAnnotations("fairlead.io/weight", value)
            .endMetadata()
            .build();

    assertEquals(weight, NodeTranslator.translate(node).weight());
    var expected =
        Stream.ofNullable(refused)
            .map(
                text ->
                    "Node n1: annotation fairlead.io/weight, \"%s\": write a number from 0 to 100; 1 counts until then"
                        .formatted(text))
            .toList();
    assertEquals(
        expected, NodeTranslator.faults(node).stream().map(ConfigFault::toString).toList());
  }

  @Test
  void translate_looksAtNoReadiness_soANodeThatFlapsIsTheSame() {
    var ready = readiness("True");
    assertEquals(NodeTranslator.translate(ready), NodeTranslator.translate(readiness("False")));
    assertEquals(NodeTranslator.translate(ready), NodeTranslator.translate(readiness("Unknown")));
  }

  private static Node readiness(String status) {
    return new NodeBuilder()
        .withNewMetadata()
        .withName("n1")
        .endMetadata()
        .withNewStatus()
        .addNewCondition()
        .withType("Ready")
        .withStatus(status)
        .endCondition()
        .endStatus()
        .build();
  }

  @ParameterizedTest(name = "fairlead.io/drain: {0}")
  @CsvSource({"'',true", "true,true", "2026-11-21,true", "false,false", "False,false"})
  void translate_readsTheDrainAnnotation(String value, boolean draining) {
    var node =
        new NodeBuilder()
            .withNewMetadata()
            .withName("n1")
            .addToAnnotations("fairlead.io/drain", value)
            .endMetadata()
            .build();

    assertEquals(draining, NodeTranslator.translate(node).draining());
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
