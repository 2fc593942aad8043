package io.fairlead.k8s.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.config.LabelSelector;
import io.fairlead.config.LabelSelector.Operator;
import io.fairlead.config.LabelSelector.Requirement;
import io.fairlead.config.PoolConfig;
import io.fairlead.config.ServiceAllocation;
import io.fairlead.k8s.crd.IPAddressPool;
import io.fairlead.net.IpRange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoolTranslatorTest {
  @Test
  void translate_readsEveryField() {
    var pool =
        Yaml.read(
            """
            apiVersion: metallb.io/v1beta1
            kind: IPAddressPool
            metadata:
              name: gold
              namespace: metallb-system
              labels: {zone: east}
            spec:
              addresses:
              - 192.168.10.7/24
              - 192.168.9.1-192.168.9.5
              - fc00:f853:0ccd:e799::/124
              autoAssign: false
              avoidBuggyIPs: true
              serviceAllocation:
                priority: 50
                namespaces: [b, a]
                namespaceSelectors:
                - matchLabels: {team: x}
                serviceSelectors:
                - matchExpressions:
                  - {key: app, operator: In, values: [bar]}
                  - {key: old, operator: DoesNotExist}
            """,
            IPAddressPool.class);

    var expected =
        new PoolConfig(
            "gold",
            List.of(
                IpRange.parse("192.168.10.0/24"),
                IpRange.parse("192.168.9.1-192.168.9.5"),
                IpRange.parse("fc00:f853:ccd:e799::/124")),
            false,
            true,
            Optional.of(
                new ServiceAllocation(
                    50,
                    new TreeSet<>(List.of("a", "b")),
                    List.of(new LabelSelector(new TreeMap<>(Map.of("team", "x")), List.of())),
                    List.of(
                        new LabelSelector(
                            new TreeMap<>(),
                            List.of(
                                new Requirement("app", Operator.IN, List.of("bar")),
                                new Requirement("old", Operator.DOES_NOT_EXIST, List.of())))))),
            new TreeMap<>(Map.of("zone", "east")));
    assertEquals(Translated.accepted(expected, List.of()), PoolTranslator.translate(pool));
  }

  @Test
  void translate_ofAddressesAlone_usesTheDefaults() {
    var pool = PoolTranslator.translate(Yaml.pool("a", 0, "10.0.0.0/30")).value().orElseThrow();

    assertTrue(pool.autoAssign());
    assertTrue(!pool.avoidBuggyIps());
    assertTrue(pool.allocation().isEmpty());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "addresses: [] | spec.addresses is empty",
        "autoAssign: true | spec.addresses is empty",
        "addresses: [10.0.0.0/33] | spec.addresses[0]: invalid prefix length 33",
        "addresses: [10.0.0.1] | spec.addresses[0]: invalid CIDR \"10.0.0.1\"; write a CIDR",
        "addresses: [10.0.0.9-10.0.0.1] | start is after end",
        "addresses: ['10.0.0.1-fd00::1'] | two families",
        "addresses: [10.0.0.0/24, 10.0.0.9/32] | spec.addresses[1]: range 10.0.0.9-10.0.0.9"
            + " overlaps with 10.0.0.0-10.0.0.255",
        "addresses: ['{ip-start}-{ip-stop}'] | put the first and the last address",
        "{addresses: [10.0.0.0/24], serviceAllocation: {namespaces: [a, a]}} | duplicate definition"
            + " of spec.serviceAllocation.namespaces \"a\"",
        "{addresses: [10.0.0.0/24], serviceAllocation: {priority: -1}} | priority is -1",
        "{addresses: [10.0.0.0/24], serviceAllocation: {serviceSelectors: [{matchExpressions:"
            + " [{key: a, operator: Near}]}]}} | unknown operator \"Near\"",
        "{addresses: [10.0.0.0/24], serviceAllocation: {serviceSelectors: [{matchExpressions:"
            + " [{key: a, operator: In}]}]}} | needs at least one value",
        "{addresses: [10.0.0.0/24], serviceAllocation: {serviceSelectors: [{matchExpressions:"
            + " [{key: a, operator: Exists, values: [x]}]}]}} | takes no values",
        "{addresses: [10.0.0.0/24], serviceAllocation: {namespaceSelectors: [{matchLabels: {a: b}},"
            + " {matchLabels: {a: b}}]}} | duplicate definition of"
            + " spec.serviceAllocation.namespaceSelectors selector",
        "{addresses: [10.0.0.0/24], serviceAllocation: {namespaceSelectors: [{matchExpressions:"
            + " [{operator: Exists}]}]}} | needs a key",
      })
  void translate_refusesWithASentenceThatNamesTheField(String spec, String expected) {
    var translated = PoolTranslator.translate(Yaml.poolWithSpec("a", spec));

    assertTrue(translated.value().isEmpty());
    var fault = translated.faults().getFirst();
    assertEquals("IPAddressPool metallb-system/a", fault.where());
    assertTrue(fault.why().contains(expected), fault.why());
  }

  @Property(tries = 500)
  void translate_neverThrows(@ForAll List<String> addresses, @ForAll String namespace) {
    var pool = Yaml.pool("a", 0);
    var spec =
        new io.fairlead.k8s.crd.IPAddressPoolSpec(
            addresses,
            null,
            null,
            new io.fairlead.k8s.crd.ServiceAllocationSpec(0, List.of(namespace), null, null));
    pool.setSpec(spec);

    var translated = PoolTranslator.translate(pool);

    assertTrue(translated.value().isPresent() == translated.faults().isEmpty());
  }
}
