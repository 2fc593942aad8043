package io.fairlead.k8s.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.config.L2Advertisement;
import io.fairlead.config.LabelSelector;
import io.fairlead.config.PreferredNodes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class L2AdvertisementTranslatorTest {
  @Test
  void translate_readsEveryField() {
    var object =
        Yaml.advertisement(
            "l2",
            """
            ipAddressPools: [gold, silver]
            ipAddressPoolSelectors: [{matchLabels: {zone: east}}]
            nodeSelectors: [{matchLabels: {rack: r1}}, {matchLabels: {rack: r2}}]
            interfaces: [eth1, eth0]
            serviceSelectors: [{matchLabels: {app: web}}]
            """);

    assertEquals(
        Translated.accepted(
            new L2Advertisement(
                "l2",
                new TreeSet<>(List.of("gold", "silver")),
                List.of(labels("zone", "east")),
                List.of(labels("rack", "r1"), labels("rack", "r2")),
                new TreeSet<>(List.of("eth0", "eth1")),
                List.of(labels("app", "web"))),
            List.of()),
        L2AdvertisementTranslator.translate(object));
  }

  @Test
  void translate_keepsThePreferredNodes_withoutANotice() {
    var translated =
        L2AdvertisementTranslator.translate(
            Yaml.advertisement(
                "l2", "preferredNodeSelectors: [{weight: 5, preference: {matchLabels: {a: b}}}]"));

    assertEquals(
        List.of(new PreferredNodes(5, labels("a", "b"))),
        translated.value().orElseThrow().preferredNodes());
    assertEquals(List.of(), translated.faults());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}"})
  void translate_ofAnEmptySpec_meansEverything(String spec) {
    var advertisement =
        L2AdvertisementTranslator.translate(Yaml.advertisement("l2", spec)).value().orElseThrow();

    assertTrue(
        advertisement.pools().isEmpty()
            && advertisement.poolSelectors().isEmpty()
            && advertisement.nodeSelectors().isEmpty()
            && advertisement.interfaces().isEmpty()
            && advertisement.serviceSelectors().isEmpty());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "ipAddressPools: [a, a] | duplicate definition of spec.ipAddressPools \"a\"",
        "interfaces: [eth0, eth0] | duplicate definition of spec.interfaces \"eth0\"",
        "nodeSelectors: [{}, {}] | duplicate definition of spec.nodeSelectors",
        "serviceSelectors: [{matchExpressions: [{key: a, operator: x}]}] | unknown operator \"x\"",
        "ipAddressPoolSelectors: [{matchExpressions: [{key: a, operator: In, values: [b, b]}]}]"
            + " | duplicate definition of spec.ipAddressPoolSelectors value \"b\"",
      })
  void translate_refusesWithASentenceThatNamesTheField(String spec, String expected) {
    var translated = L2AdvertisementTranslator.translate(Yaml.advertisement("l2", spec));

    assertTrue(translated.value().isEmpty());
    assertEquals("L2Advertisement metallb-system/l2", translated.faults().getFirst().where());
    assertTrue(translated.faults().getFirst().why().contains(expected));
  }

  private static LabelSelector labels(String key, String value) {
    return new LabelSelector(new TreeMap<>(Map.of(key, value)), List.of());
  }
}
