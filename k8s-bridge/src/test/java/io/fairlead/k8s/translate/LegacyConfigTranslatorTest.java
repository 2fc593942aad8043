package io.fairlead.k8s.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fairlead.config.PoolConfig;
import io.fairlead.net.IpRange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LegacyConfigTranslatorTest {

  /** A manifest as published in an article, blanks at the end of the address included. */
  private static final String ARTICLE_MANIFEST =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata:
        namespace: metallb-system
        name: config
      data:
        config: |
          address-pools:
            - name: default
              protocol: layer2
              addresses:
                - 10.0.42.0/24\040\040\040\040
      """;

  @Test
  void translate_takesAPublishedManifestAsItStands() {
    var configMap = Yaml.read(ARTICLE_MANIFEST, ConfigMap.class);

    var translated = LegacyConfigTranslator.translate(configMap);

    assertEquals(List.of(), translated.faults());
    var legacy = translated.value().orElseThrow();
    assertEquals(
        List.of(
            new PoolConfig(
                "default",
                List.of(IpRange.parse("10.0.42.0/24")),
                true,
                false,
                Optional.empty(),
                new TreeMap<>())),
        legacy.pools());
    assertEquals(Set.of("default"), legacy.layer2Pools());
  }

  @Test
  void translate_takesARangeAndUnindentedLists() {
    var legacy =
        accepted(
            """
            address-pools:
            - name: default
              protocol: layer2
              addresses:
              - 192.168.120.200-192.168.120.250
            """);

    assertEquals(
        List.of(IpRange.parse("192.168.120.200-192.168.120.250")),
        legacy.pools().getFirst().ranges());
  }

  @Test
  void translate_readsEveryFieldOfAPool() {
    var pool =
        accepted(
                """
                address-pools:
                - name: 42
                  protocol: layer2
                  avoid-buggy-ips: yes
                  auto-assign: "false"
                  addresses: ["10.0.0.0/24", 10.0.1.0 - 10.0.1.9, fd00::/120]
                """)
            .pools()
            .getFirst();

    assertEquals("42", pool.name());
    assertTrue(pool.avoidBuggyIps());
    assertTrue(!pool.autoAssign());
    assertEquals(3, pool.ranges().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "address-pools:\n- name: default\n  protocol: layer2\n  addresses:\n  - {ip-start}-{ip-stop}",
        "address-pools:\n- name: default\n  protocol: layer2\n  addresses:\n  - <first>-<last>\n",
      })
  void translate_ofAPlaceholderLeftIn_saysWhatToPutThere(String config) {
    var why = refused(config);

    assertTrue(why.contains("placeholder") && why.contains("192.168.120.200"), why);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "address-pool: [] | unknown field \"address-pool\" in the configuration; known are",
        "addressPools: [] | did you mean \"address-pools\"?",
        "communities: {} | old spelling: write \"bgp-communities\"",
        "peer-autodiscovery: {} | old spelling: write each peer under \"peers\"",
        "address-pools: {} | address-pools must be a list",
        "address-pools: [x] | address-pools[0] is not a mapping",
        "address-pools: [{protocol: layer2, addresses: [10.0.0.0/24]}] | address-pools[0].name is"
            + " missing",
        "address-pools: [{name: a, addresses: [10.0.0.0/24]}] | address-pools[0].protocol is"
            + " missing",
        "address-pools: [{name: a, protocol: arp, addresses: [10.0.0.0/24]}] | \"arp\" is an old"
            + " spelling: write layer2",
        "address-pools: [{name: a, protocol: ndp, addresses: [10.0.0.0/24]}] | write layer2",
        "address-pools: [{name: a, protocol: l2, addresses: [10.0.0.0/24]}] | must be layer2 or"
            + " bgp, not \"l2\"",
        "address-pools: [{name: a, protocol: layer2, cidr: [10.0.0.0/24]}] | \"cidr\" in"
            + " address-pools[0] is an old spelling: write \"addresses\"",
        "address-pools: [{name: a, protocol: layer2, arp-network: x}] | old spelling",
        "address-pools: [{name: a, protocol: bgp, advertisements: []}] | write"
            + " \"bgp-advertisements\"",
        "address-pools: [{name: a, protocol: layer2, addresses: [10.0.0.0/24],"
            + " bgp-advertisements: []}] | only for pools of protocol bgp",
        "address-pools: [{name: a, protocol: layer2}] | address-pools[0].addresses is empty",
        "address-pools: [{name: a, protocol: layer2, addresses: [nonsense]}] |"
            + " address-pools[0].addresses[0]: invalid CIDR \"nonsense\"",
        "address-pools: [{name: a, protocol: layer2, addresses: [[1]]}] |"
            + " address-pools[0].addresses[0] must be a single value",
        "address-pools: [{name: a, protocol: layer2, auto-assign: maybe, addresses: [10.0.0.0/8]}]"
            + " | auto-assign must be true or false, not \"maybe\"",
        "address-pools: [{name: a, protocol: layer2, addresses: [10.0.0.0/24]}, {name: a, protocol:"
            + " layer2, addresses: [10.0.1.0/24]}] | duplicate definition of pool \"a\"",
        "address-pools: [{name: a, protocol: layer2, addresses: [10.0.0.0/24]}, {name: b, protocol:"
            + " layer2, addresses: [10.0.0.9/32]}] | pool \"b\": range 10.0.0.9-10.0.0.9 overlaps"
            + " with 10.0.0.0-10.0.0.255 of pool \"a\"",
        "{a: 1, a: 2} | not valid YAML",
        "'address-pools: [' | not valid YAML: line 1",
        "[] | the configuration is not a mapping",
        "peers: [{my-asn: 1, peer-asn: 2, peer-address: x}] | peers[0].peer-address: invalid IP",
        "peers: [{my-asn: 1, peer-address: 10.0.0.1}] | peers[0].peer-asn is missing",
        "peers: [{my-asn: 1, peer-asn: 0, peer-address: 10.0.0.1}] | peers[0].peer-asn must be a"
            + " number from 1 to 4294967295, not \"0\"",
        "peers: [{bfdProfile: x}] | unknown field \"bfdProfile\" in peers[0]: did you mean"
            + " \"bfd-profile\"?",
        "bfd-profiles: [{echo-mode: true}] | bfd-profiles[0].name is missing",
        "bgp-communities: [] | bgp-communities must be a mapping",
      })
  void translate_refusesWithASentenceThatNamesTheField(String config, String expected) {
    var why = refused(config);

    assertTrue(why.contains(expected), why);
  }

  @Test
  void translate_ofBgpParts_acceptsThemAndSaysThatTheyHaveNoEffect() {
    var translated =
        LegacyConfigTranslator.translate(
            Yaml.configMap(
                """
                peers:
                - peer-address: 10.0.0.1
                  peer-asn: 64501
                  my-asn: 64500
                  hold-time: 30s
                  node-selectors:
                  - match-labels: {rack: r1}
                    match-expressions:
                    - {key: zone, operator: In, values: [a]}
                bgp-communities:
                  no-advertise: 65535:65282
                bfd-profiles:
                - {name: fast, receive-interval: 50}
                address-pools:
                - name: b
                  protocol: bgp
                  addresses: [198.51.100.0/24]
                  bgp-advertisements:
                  - {aggregation-length: 32, localpref: 100, communities: [no-advertise]}
                - {name: l, protocol: layer2, addresses: [192.0.2.0/24]}
                """));

    var legacy = translated.value().orElseThrow();
    assertEquals(List.of("b", "l"), legacy.pools().stream().map(PoolConfig::name).toList());
    assertEquals(Set.of("l"), legacy.layer2Pools());
    assertEquals(List.of(), translated.faults());
    var peer = legacy.peers().getFirst();
    assertEquals("config/peer1", peer.name());
    assertEquals(Duration.ofSeconds(30), peer.timers().hold().orElseThrow());
    assertTrue(peer.selectsNode(Map.of("rack", "r1", "zone", "a")));
    var advertisement = legacy.bgpAdvertisements().getFirst();
    assertEquals(100, advertisement.localPref());
    assertEquals("[65535:65282]", advertisement.communities().toString());
    assertEquals(Set.of("b"), advertisement.pools());
  }

  @Test
  void translate_withoutTheKey_saysSo() {
    var configMap = new ConfigMapBuilder(Yaml.configMap("x")).withData(null).build();

    var translated = LegacyConfigTranslator.translate(configMap);

    assertEquals("ConfigMap metallb-system/config", translated.faults().getFirst().where());
    assertTrue(translated.faults().getFirst().why().contains("\"config\" is missing"));
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 100_000})
  void translate_ofDeepNesting_isRefused(int depth) {
    assertTrue(refused("[".repeat(depth)).contains("YAML"));
    assertTrue(refused("- ".repeat(depth) + "a").contains("nested deeper"));
  }

  @Test
  void translate_ofAnAliasBomb_isRefusedOrHarmless() {
    var bomb = new StringBuilder("a0: &a0 [x]\n");
    for (int i = 1; i < 30; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }

    assertTrue(LegacyConfigTranslator.translate(Yaml.configMap(bomb.toString())).value().isEmpty());
  }

  @Property(tries = 1000)
  void translate_ofAnyText_neverThrows(@ForAll String text) {
    requireConsistent(text);
  }

  @Property(tries = 2000)
  void translate_ofAlmostValidText_neverThrows(@ForAll("almostValid") String text) {
    requireConsistent(text);
  }

  @Provide
  Arbitrary<String> almostValid() {
    return Arbitraries.of(
            "address-pools:",
            "\n",
            "  ",
            "- ",
            "name: ",
            "protocol: ",
            "layer2",
            "bgp",
            "addresses:",
            "10.0.0.0/24",
            "10.0.0.1-10.0.0.9",
            "{",
            "}",
            "[",
            "]",
            "&a ",
            "*a",
            "peers:",
            "my-asn: ",
            "peer-asn: ",
            "peer-address: ",
            "hold-time: ",
            "90s",
            "bfd-profiles:",
            "bgp-communities:",
            "bgp-advertisements:",
            "communities: ",
            "aggregation-length: ",
            "node-selectors:",
            "match-labels: {a: b}",
            "1",
            "\t",
            "'",
            "\"",
            "#",
            "|",
            ">",
            "? ",
            ": ",
            "!!str ",
            "---")
        .list()
        .ofMaxSize(30)
        .map(parts -> String.join("", parts));
  }

  private static void requireConsistent(String text) {
    var translated = LegacyConfigTranslator.translate(Yaml.configMap(text));

    assertTrue(translated.value().isPresent() || translated.faults().size() == 1);
  }

  private static LegacyConfig accepted(String config) {
    var translated = LegacyConfigTranslator.translate(Yaml.configMap(config));
    assertEquals(List.of(), translated.faults());
    return translated.value().orElseThrow();
  }

  private static String refused(String config) {
    var translated = LegacyConfigTranslator.translate(Yaml.configMap(config));
    assertTrue(translated.value().isEmpty(), () -> "accepted: " + translated);
    return translated.faults().getFirst().why();
  }
}
