package io.fairlead.k8s.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fairlead.cluster.ClusterSnapshot;
import io.fairlead.config.ConfigFault;
import io.fairlead.config.PoolConfig;
import io.fairlead.ipam.AssignmentPlanner;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Whatever a person writes into the ConfigMap or an annotation is accepted or refused with a
 * sentence; it is never an exception, and what is accepted is whole.
 */
class ConfigFuzzTest {
  private static final String WHOLE =
      """
      peers:
      - peer-address: 10.0.0.1
        peer-asn: 64501
        my-asn: 64500
        hold-time: 90s
        bfd-profile: fast
        node-selectors:
        - match-labels: {rack: a}
          match-expressions:
          - {key: zone, operator: In, values: [x, y]}
      bgp-communities: {no-adv: "65535:65282"}
      bfd-profiles:
      - {name: fast, receive-interval: 300, detect-multiplier: 3}
      address-pools:
      - name: lan
        protocol: layer2
        auto-assign: true
        addresses: [192.168.1.240-192.168.1.250, "fd00::/120"]
      - name: wan
        protocol: bgp
        avoid-buggy-ips: true
        addresses: [198.51.100.0/24]
        bgp-advertisements:
        - {aggregation-length: 32, localpref: 100, communities: [no-adv]}
      """;

  /** Pieces that mean something to YAML or to us, so that many inputs come near to being right. */
  @Provide
  Arbitrary<String> pieces() {
    var meaningful =
        Arbitraries.of(
            "address-pools:",
            "- name: a",
            "  protocol: layer2",
            "  protocol: bgp",
            "  addresses:",
            "  - 10.0.0.0/8",
            "  - fd00::1-fd00::ff",
            "peers:",
            "  cidr:",
            "\t",
            "&a",
            "*a",
            "<<:",
            "!!java.net.URL [x]",
            "---",
            "...",
            "? ",
            "| ",
            "> ",
            "{",
            "}",
            "[",
            "]",
            ":",
            "-",
            "\"",
            "'",
            "#",
            "%",
            "@",
            "null",
            "~",
            "1e999",
            "0x1F",
            "18446744073709551616",
            "-1",
            ".nan",
            "2026-01-01",
            "hold-time: 1h",
            "peer-asn: 4294967296",
            "\u0000",
            "\uD800",
            "é",
            "=");
    var any = Arbitraries.strings().ofMaxLength(12);
    return Arbitraries.oneOf(meaningful, any)
        .list()
        .ofMaxSize(14)
        .flatMap(
            parts -> Arbitraries.of("\n", " ", "").map(between -> String.join(between, parts)));
  }

  /** A good one, with a piece put in, taken out or doubled anywhere. */
  @Provide
  Arbitrary<String> mutated() {
    var places = Arbitraries.integers().between(0, WHOLE.length());
    return Combinators.combine(places, Arbitraries.integers().between(0, 20), pieces())
        .as(
            (at, length, piece) ->
                WHOLE.substring(0, at)
                    + piece
                    + WHOLE.substring(Math.min(WHOLE.length(), at + length)));
  }

  @Provide
  Arbitrary<String> configs() {
    return Arbitraries.oneOf(pieces(), mutated());
  }

  @Provide
  Arbitrary<String> values() {
    var parts =
        Arbitraries.of(
            "10.0.0.5",
            "10.0.0.0/28",
            "10.0.0.9-10.0.0.3",
            "fd00::7",
            "=",
            "shop/web",
            ",",
            "-",
            "30s",
            "1h",
            "d",
            "-1s",
            "99999999999999999999h",
            " ",
            "lan",
            "5",
            "/",
            ":",
            "%eth0",
            "::ffff:10.0.0.1",
            "0",
            "010.0.0.1",
            "\u0661",
            ".");
    return Arbitraries.oneOf(parts, Arbitraries.strings().ofMaxLength(6))
        .list()
        .ofMaxSize(6)
        .map(it -> String.join("", it));
  }

  @Property(tries = 2_000)
  void configMap_isAcceptedWholeOrRefusedWithASentence(@ForAll("configs") String text) {
    var translated = LegacyConfigTranslator.translate(Yaml.configMap(text));

    assertSentences(translated.faults());
    if (translated.value().isEmpty()) {
      assertFalse(translated.faults().isEmpty(), "refused without a word");
    } else {
      translated.value().get().pools().forEach(ConfigFuzzTest::assertWhole);
    }
  }

  @Property(tries = 1_000)
  void next_onAnyConfigMap_keepsWhatWasInForce_orTakesTheNewOne(@ForAll("configs") String text) {
    var before = ConfigTranslator.next(ConfigState.EMPTY, input(WHOLE));

    var after = ConfigTranslator.next(before, input(text)).config();

    assertSentences(after.faults());
    after.pools().values().forEach(ConfigFuzzTest::assertWhole);
    boolean refused = LegacyConfigTranslator.translate(Yaml.configMap(text)).value().isEmpty();
    if (refused) {
      assertEquals(before.config().pools(), after.pools());
      assertEquals(before.config().peers(), after.peers());
    }
  }

  @Property(tries = 500)
  void convert_endsWithResourcesOrASentence(@ForAll("configs") String text) {
    var outcome = LegacyManifests.convert(text, "metallb-system");

    assertFalse(outcome.toString().isBlank());
  }

  @Property(tries = 2_000)
  void poolAnnotations_areAcceptedOrRefusedWithASentence(
      @ForAll("values") String reserved, @ForAll("values") String retention) {
    var pool = Yaml.pool("a", 0, "10.0.0.0/24", "fd00::/64");
    pool.getMetadata()
        .setAnnotations(
            Map.of("fairlead.io/reserved", reserved, "fairlead.io/retention", retention));

    var translated = PoolTranslator.translate(pool);

    assertSentences(translated.faults());
    assertTrue(translated.value().isPresent() || !translated.faults().isEmpty());
    translated.value().ifPresent(ConfigFuzzTest::assertWhole);
  }

  @Property(tries = 1_000)
  void quotas_areAcceptedOrRefusedWithASentence(@ForAll("values") String quota) {
    var namespace =
        new NamespaceBuilder()
            .withNewMetadata()
            .withName("shop")
            .addToAnnotations("fairlead.io/address-quota", quota)
            .endMetadata()
            .build();

    var translated = QuotaTranslator.translate(namespace);

    assertSentences(translated.faults());
    translated
        .value()
        .ifPresent(its -> its.values().forEach(count -> assertTrue(count >= 0, quota)));
  }

  @Property(tries = 1_000)
  void services_areTranslatedWhateverTheirAnnotationsSay(
      @ForAll("values") String addresses, @ForAll("values") String other) {
    var annotations = new HashMap<String, String>();
    for (String prefix : List.of("metallb.io/", "metallb.universe.tf/")) {
      annotations.put(prefix + "loadBalancerIPs", addresses);
      annotations.put(prefix + "address-pool", other);
      annotations.put(prefix + "allow-shared-ip", other);
    }
    var service =
        Yaml.read(
            """
            apiVersion: v1
            kind: Service
            metadata: {name: web, namespace: shop, creationTimestamp: "2026-01-01T00:00:00Z"}
            spec:
              type: LoadBalancer
              clusterIPs: [10.96.0.10]
              ports: [{port: 80, protocol: TCP}]
            """,
            Service.class);
    service.getMetadata().setAnnotations(annotations);

    var view = ServiceTranslator.translate(service, Optional.empty()).orElseThrow();

    // What the annotations mean is for the plan to say, and it says it, too.
    var cluster =
        new ClusterSnapshot(
            1,
            new TreeMap<>(Map.of(view.key(), view)),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            ConfigTranslator.next(ConfigState.EMPTY, input(WHOLE)).config());
    var plan = AssignmentPlanner.plan(view, cluster);
    assertTrue(!plan.pools().isEmpty() || !plan.refusals().isEmpty());
  }

  private static ConfigInput input(String text) {
    return new ConfigInput(List.of(), List.of(), Optional.of(Yaml.configMap(text)));
  }

  private static void assertSentences(List<ConfigFault> faults) {
    for (ConfigFault fault : faults) {
      assertFalse(fault.where().isBlank(), fault::toString);
      assertTrue(fault.why().strip().contains(" "), () -> "no sentence: " + fault);
      assertFalse(fault.why().contains("Exception"), fault::toString);
    }
  }

  private static void assertWhole(PoolConfig pool) {
    assertFalse(pool.name().isBlank());
    assertFalse(pool.ranges().isEmpty(), "a pool without a range");
    pool.reservations()
        .forEach(
            reserved ->
                assertTrue(
                    pool.ranges().stream()
                        .anyMatch(
                            range ->
                                range.contains(reserved.range().first())
                                    && range.contains(reserved.range().last())),
                    () -> reserved + " is outside"));
  }
}
