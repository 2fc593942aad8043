package io.fairlead.k8s.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.config.ConfigFault;
import io.fairlead.config.ConfigRule;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule, broken and kept. */
class ConfigRulesTest {
  private static final String PEER = "BGPPeer a {myASN: 1, peerASN: 2, peerAddress: 10.0.0.1";
  private static final String ADV = "BGPAdvertisement x {";
  private static final String POOL = "IPAddressPool p {addresses: [10.0.0.0/24]}\n";

  /** Rules that need more than one snapshot of the objects; they have tests of their own. */
  private static final Set<ConfigRule> ELSEWHERE =
      EnumSet.of(ConfigRule.LOCAL_PREF_OF_SERVICE, ConfigRule.NATIVE_BGP);

  record Case(ConfigRule rule, String bad, String good) {}

  private static final List<Case> CASES =
      List.of(
          peer(ConfigRule.OWN_ASN, "myASN: 0, peerASN: 2, peerAddress: 10.0.0.1"),
          peer(ConfigRule.OWN_ASN, "peerASN: 2, peerAddress: 10.0.0.1"),
          peer(ConfigRule.PEER_ASN, "myASN: 1, peerAddress: 10.0.0.1"),
          peer(
              ConfigRule.PEER_ASN,
              "myASN: 1, peerASN: 2, dynamicASN: internal, peerAddress: 10.0.0.1"),
          peer(ConfigRule.PEER_ASN, "myASN: 1, dynamicASN: maybe, peerAddress: 10.0.0.1"),
          peer(
              ConfigRule.MULTI_HOP,
              "myASN: 1, peerASN: 1, peerAddress: 10.0.0.1, ebgpMultiHop: true"),
          peer(
              ConfigRule.MULTI_HOP,
              "myASN: 1, dynamicASN: internal, peerAddress: 10.0.0.1, ebgpMultiHop: true"),
          peer(ConfigRule.PEER_TARGET, "myASN: 1, peerASN: 2"),
          peer(
              ConfigRule.PEER_TARGET,
              "myASN: 1, peerASN: 2, peerAddress: 10.0.0.1, interface: eth0"),
          peer(ConfigRule.PEER_ADDRESS, "myASN: 1, peerASN: 2, peerAddress: 10.0.0.256"),
          more(ConfigRule.PEER_ADDRESS, ", routerID: 'fd00::1'", ", routerID: 10.0.0.9"),
          more(ConfigRule.PEER_ADDRESS, ", sourceAddress: here", ", sourceAddress: 10.0.0.9"),
          more(ConfigRule.HOLD_TIME, ", holdTime: 2s", ", holdTime: 3s"),
          more(ConfigRule.HOLD_TIME, ", holdTime: 3500ms", ", holdTime: 0s"),
          more(ConfigRule.HOLD_TIME, ", holdTime: long", ", holdTime: 1m30s"),
          more(
              ConfigRule.KEEPALIVE_TIME,
              ", holdTime: 9s, keepaliveTime: 10s",
              ", holdTime: 9s, keepaliveTime: 9s"),
          more(ConfigRule.CONNECT_TIME, ", connectTime: 0s", ", connectTime: 1s"),
          more(ConfigRule.CONNECT_TIME, ", connectTime: 1500ms", ", connectTime: 65535s"),
          more(
              ConfigRule.SELECTOR_DUPLICATE,
              ", nodeSelectors: [{matchLabels: {a: b}}, {matchLabels: {a: b}}]",
              ", nodeSelectors: [{matchLabels: {a: b}}, {matchLabels: {a: c}}]"),
          more(
              ConfigRule.SELECTOR_DUPLICATE,
              ", nodeSelectors: [{matchExpressions: [{key: a, operator: In, values: [b, b]}]}]",
              ", nodeSelectors: [{matchExpressions: [{key: a, operator: In, values: [b, c]}]}]"),
          more(
              ConfigRule.SELECTOR_SYNTAX,
              ", nodeSelectors: [{matchExpressions: [{key: a, operator: Near, values: [b]}]}]",
              ", nodeSelectors: [{matchExpressions: [{key: a, operator: Exists}]}]"),
          more(
              ConfigRule.SELECTOR_SYNTAX,
              ", nodeSelectors: [{matchLabels: {'a b': c}}]",
              ", nodeSelectors: [{matchLabels: {example.org/a: c}}]"),
          more(
              ConfigRule.PASSWORD_CHOICE,
              ", password: x, passwordSecret: {name: s}",
              ", password: x"),
          more(
              ConfigRule.SECRET_MISSING,
              ", passwordSecret: {name: s}",
              ", passwordSecret: {name: s}}\nSecret s {type: kubernetes.io/basic-auth, data: {password: eA==}"),
          more(
              ConfigRule.SECRET_UNUSABLE,
              ", passwordSecret: {name: s}}\nSecret s {type: Opaque, data: {password: eA==}",
              ", passwordSecret: {name: s}}\nSecret s {type: kubernetes.io/basic-auth, data: {password: eA==}"),
          more(
              ConfigRule.SECRET_UNUSABLE,
              ", passwordSecret: {name: s}}\nSecret s {type: kubernetes.io/basic-auth, data: {user: eA==}",
              ", passwordSecret: {name: s}}\nSecret s {type: kubernetes.io/basic-auth, data: {password: eA==}"),
          more(
              ConfigRule.BFD_PROFILE_MISSING,
              ", bfdProfile: f",
              ", bfdProfile: f}\nBFDProfile f {"),
          more(
              ConfigRule.PEER_DUPLICATE,
              "}\nBGPPeer b {myASN: 1, peerASN: 2, peerAddress: 10.0.0.1",
              "}\nBGPPeer b {myASN: 1, peerASN: 2, peerAddress: 10.0.0.2"),
          pool(ConfigRule.POOL_EMPTY, "addresses: []", "addresses: [10.0.0.0/24]"),
          pool(
              ConfigRule.RANGE, "addresses: [10.0.0.9-10.0.0.1]", "addresses: [10.0.0.1-10.0.0.9]"),
          pool(ConfigRule.RANGE, "addresses: [10.0.0.0/33]", "addresses: ['fd00::/33']"),
          pool(
              ConfigRule.RANGE_OVERLAP,
              "addresses: [10.0.0.0/24, 10.0.0.9-10.0.0.10]",
              "addresses: [10.0.0.0/24, 10.0.1.9-10.0.1.10]"),
          pool(
              ConfigRule.RANGE_OVERLAP,
              "addresses: [10.0.0.0/24]}\nIPAddressPool q {addresses: [10.0.0.255/32]",
              "addresses: [10.0.0.0/24]}\nIPAddressPool q {addresses: [10.0.1.0/32]"),
          pool(
              ConfigRule.ALLOCATION_DUPLICATE,
              "addresses: [10.0.0.0/24], serviceAllocation: {namespaces: [a, a]}",
              "addresses: [10.0.0.0/24], serviceAllocation: {namespaces: [a, b]}"),
          pool(
              ConfigRule.POOL_PRIORITY,
              "addresses: [10.0.0.0/24], serviceAllocation: {priority: -1}",
              "addresses: [10.0.0.0/24], serviceAllocation: {priority: 0}"),
          adv(
              ConfigRule.ADVERTISEMENT_DUPLICATE,
              "ipAddressPools: [p, p]",
              "ipAddressPools: [p, q]"),
          adv(ConfigRule.ADVERTISEMENT_DUPLICATE, "peers: [p, p]", "peers: [p, q]"),
          adv(
              ConfigRule.ADVERTISEMENT_DUPLICATE,
              "communities: ['1:1', '1:1']",
              "communities: ['1:1', '1:2']"),
          new Case(
              ConfigRule.ADVERTISEMENT_DUPLICATE,
              "L2Advertisement l {ipAddressPools: [p, p]}",
              "L2Advertisement l {ipAddressPools: [p, q]}"),
          new Case(
              ConfigRule.PREFERENCE,
              "L2Advertisement l {preferredNodeSelectors: [{weight: 0, preference: {}}]}",
              "L2Advertisement l {preferredNodeSelectors: [{weight: 1, preference: {}}]}"),
          adv(
              ConfigRule.ADVERTISEMENT_EQUAL,
              "}\nBGPAdvertisement y {",
              "}\nBGPAdvertisement y {peers: [a]"),
          adv(ConfigRule.AGGREGATION_LENGTH, "aggregationLength: 33", "aggregationLength: 32"),
          adv(
              ConfigRule.AGGREGATION_LENGTH,
              "aggregationLengthV6: 129",
              "aggregationLengthV6: 128"),
          adv(ConfigRule.AGGREGATION_TOO_SHORT, "aggregationLength: 23", "aggregationLength: 24"),
          new Case(
              ConfigRule.AGGREGATION_TOO_SHORT,
              "IPAddressPool p {addresses: [10.0.0.1-10.0.0.9]}\n" + ADV + "aggregationLength: 29}",
              "IPAddressPool p {addresses: [10.0.0.1-10.0.0.9]}\n"
                  + ADV
                  + "aggregationLength: 30}"),
          adv(
              ConfigRule.AGGREGATION_WITH_SELECTOR,
              "aggregationLength: 24, serviceSelectors: [{matchLabels: {a: b}}]",
              "aggregationLength: 32, serviceSelectors: [{matchLabels: {a: b}}]"),
          adv(
              ConfigRule.LOCAL_PREF,
              "localPref: 1}\nBGPAdvertisement y {localPref: 2",
              "localPref: 1}\nBGPAdvertisement y {localPref: 2, aggregationLength: 24"),
          adv(
              ConfigRule.LOCAL_PREF,
              "localPref: 1, peers: [a]}\nBGPAdvertisement y {localPref: 2, peers: [b, a]",
              "localPref: 1, peers: [a]}\nBGPAdvertisement y {localPref: 2, peers: [b]"),
          adv(
              ConfigRule.LOCAL_PREF,
              "localPref: 1, nodeSelectors: [{matchLabels: {r: a}}]}\nNode n {r: a}\nBGPAdvertisement y {localPref: 2",
              "localPref: 1, nodeSelectors: [{matchLabels: {r: a}}]}\nNode n {r: b}\nBGPAdvertisement y {localPref: 2"),
          adv(ConfigRule.LOCAL_PREF, "localPref: 4294967296", "localPref: 4294967295"),
          new Case(
              ConfigRule.ECHO_WITH_IPV6,
              "BFDProfile f {echoMode: true}\n"
                  + PEER
                  + ", bfdProfile: f}\n"
                  + "IPAddressPool p {addresses: ['fd00::/120']}\n"
                  + ADV
                  + "}",
              "BFDProfile f {echoMode: true}\n" + PEER + ", bfdProfile: f}\n" + POOL + ADV + "}"),
          adv(ConfigRule.COMMUNITY, "communities: ['1:65536']", "communities: ['1:65535']"),
          adv(
              ConfigRule.COMMUNITY,
              "communities: ['large:1:2']",
              "communities: ['large:1:2:4294967295']"),
          adv(
              ConfigRule.COMMUNITY_MISSING,
              "communities: [c]",
              "communities: [c]}\nCommunity m {communities: [{name: c, value: '1:2'}]"),
          new Case(
              ConfigRule.COMMUNITY,
              "Community m {communities: [{name: c, value: x}]}",
              "Community m {communities: [{name: c, value: '1:2'}]}"),
          new Case(
              ConfigRule.COMMUNITY_DUPLICATE,
              "Community m {communities: [{name: c, value: '1:2'}]}\nCommunity n {communities: [{name: c, value: '1:3'}]}",
              "Community m {communities: [{name: c, value: '1:2'}]}\nCommunity n {communities: [{name: d, value: '1:3'}]}"),
          new Case(
              ConfigRule.BFD_RANGE,
              "BFDProfile f {receiveInterval: 9}",
              "BFDProfile f {receiveInterval: 10}"),
          new Case(
              ConfigRule.BFD_RANGE,
              "BFDProfile f {minimumTtl: 255}",
              "BFDProfile f {minimumTtl: 254}"),
          new Case(
              ConfigRule.BFD_RANGE,
              "BFDProfile f {detectMultiplier: 1}",
              "BFDProfile f {detectMultiplier: 2}"),
          onANode(ConfigRule.NODE_ROUTER_ID, "routerID: 10.0.0.9", "vrf: red"),
          onANode(ConfigRule.NODE_OWN_ASN, "myASN: 3", "vrf: red, myASN: 3"),
          new Case(
              ConfigRule.NODE_PEER_TARGET,
              "Node n {}\n" + PEER + "}\nBGPPeer b {myASN: 1, peerASN: 3, peerAddress: 10.0.0.1}",
              "Node n {}\n"
                  + PEER
                  + "}\nBGPPeer b {myASN: 1, peerASN: 3, peerAddress: 10.0.0.1, vrf: red}"),
          new Case(
              ConfigRule.LEGACY_FORMAT,
              "ConfigMap config pools: []",
              "ConfigMap config address-pools: []"),
          new Case(
              ConfigRule.LEGACY_SHADOWED,
              POOL
                  + "ConfigMap config address-pools: [{name: p, protocol: bgp, addresses: [10.9.0.0/24]}]",
              POOL
                  + "ConfigMap config address-pools: [{name: q, protocol: bgp, addresses: [10.9.0.0/24]}]"),
          new Case(
              ConfigRule.LEGACY_AND_RESOURCES,
              POOL
                  + "ConfigMap config address-pools: [{name: q, protocol: layer2, addresses: [10.9.0.0/24]}]",
              POOL),
          more(ConfigRule.NO_EFFECT, ", disableMP: true", null));

  static List<Case> cases() {
    return CASES;
  }

  private static Case peer(ConfigRule rule, String spec) {
    return new Case(rule, "BGPPeer a {" + spec + "}", PEER + "}");
  }

  private static Case more(ConfigRule rule, String bad, @Nullable String good) {
    return new Case(rule, PEER + bad + "}", good == null ? POOL : PEER + good + "}");
  }

  private static Case pool(ConfigRule rule, String bad, String good) {
    return new Case(rule, "IPAddressPool p {" + bad + "}", "IPAddressPool p {" + good + "}");
  }

  private static Case adv(ConfigRule rule, String bad, String good) {
    return new Case(rule, POOL + ADV + bad + "}", POOL + ADV + good + "}");
  }

  private static Case onANode(ConfigRule rule, String bad, String good) {
    String second = "}\nBGPPeer b {myASN: 1, peerASN: 2, peerAddress: 10.0.0.2, ";
    String first = "Node n {}\n" + PEER + second;
    return new Case(
        rule,
        first.replace(bad.startsWith("myASN") ? "b {myASN: 1, " : "\0", "b {") + bad + "}",
        first.replace(good.contains("myASN") ? "b {myASN: 1, " : "\0", "b {") + good + "}");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void rule_broken_isNamedInAFault(Case example) {
    var rules = rules(example.bad());

    assertTrue(rules.contains(example.rule()), () -> faults(example.bad()).toString());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void rule_kept_isNamedInNone(Case example) {
    assertFalse(
        rules(example.good()).contains(example.rule()), () -> faults(example.good()).toString());
  }

  @Test
  void everyRule_hasACase() {
    var shown = EnumSet.copyOf(ELSEWHERE);
    cases().forEach(example -> shown.add(example.rule()));
    // An object without a spec, or with a field of a wrong kind, is refused by the schema before.
    shown.add(ConfigRule.SPEC);

    assertEquals(EnumSet.allOf(ConfigRule.class), shown);
  }

  private static List<ConfigRule> rules(String lines) {
    return faults(lines).stream()
        .filter(fault -> !fault.where().equals("BGP"))
        .map(ConfigFault::rule)
        .toList();
  }

  private static List<ConfigFault> faults(String lines) {
    return ConfigTranslator.next(ConfigState.EMPTY, Lines.input(lines)).config().faults();
  }
}
