package io.fairlead.k8s.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.config.LbConfig;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class LegacyManifestsTest {
  private static final String FULL =
      """
      peers:
      - my-asn: 64500
        peer-asn: 64501
        peer-address: 10.0.0.1
        source-address: 10.0.0.9
        peer-port: 1790
        hold-time: 30s
        keepalive-time: 10s
        router-id: 10.0.0.9
        password: "007"
        bfd-profile: Fast
        ebgp-multihop: yes
        node-selectors:
        - match-labels: {rack: "1"}
          match-expressions:
          - {key: zone, operator: In, values: [a, b]}
      - {my-asn: 64500, peer-asn: 64501, peer-address: 10.0.0.2, router-id: 10.0.0.9}
      bgp-communities: {no-advertise: 65535:65282}
      bfd-profiles:
      - {name: Fast, receive-interval: 50, echo-mode: true}
      address-pools:
      - name: My_Pool
        protocol: bgp
        addresses: [198.51.100.0/24, 203.0.113.5-203.0.113.20]
        auto-assign: false
        avoid-buggy-ips: true
        bgp-advertisements:
        - {aggregation-length: 32, localpref: 100, communities: [no-advertise, 64512:1]}
        - {aggregation-length-v6: 128, localpref: 100}
      - {name: lan, protocol: layer2, addresses: [192.0.2.0/24]}
      - {name: plain, protocol: bgp, addresses: [192.0.3.0/24]}
      """;

  @Test
  void convert_ofAFullConfigMap_givesThisText() {
    var outcome = LegacyManifests.convert(FULL, "metallb-system");

    assertEquals(Optional.empty(), outcome.refusal());
    assertEquals(EXPECTED, outcome.manifests());
    assertEquals(2, outcome.remarks().size());
    assertEquals(outcome, LegacyManifests.convert(FULL, "metallb-system"), "the same every time");
  }

  @Test
  void convert_meansWhatTheConfigMapMeant() {
    var legacy =
        ConfigTranslator.next(ConfigState.EMPTY, Lines.input("ConfigMap config " + flow()));
    var outcome = LegacyManifests.convert(flow(), "metallb-system");

    var converted =
        ConfigTranslator.next(ConfigState.EMPTY, Lines.documents(outcome.manifests())).config();

    assertEquals(pools(legacy.config()), pools(converted));
    assertEquals(
        legacy.config().peers().values().stream().map(peer -> peer.withName("x")).toList(),
        converted.peers().values().stream().map(peer -> peer.withName("x")).toList());
    assertEquals(
        legacy.config().bgpAdvertisements().stream().map(a -> a.withName("x")).toList(),
        converted.bgpAdvertisements().stream().map(a -> a.withName("x")).toList());
    assertEquals(
        legacy.config().l2Advertisements().getFirst().pools(),
        converted.l2Advertisements().getFirst().pools());
    assertTrue(converted.faults().stream().allMatch(fault -> fault.rule().isNotice()));
  }

  /** Names that need no change, in one line. */
  private static String flow() {
    return "{peers: [{my-asn: 1, peer-asn: 2, peer-address: 10.0.0.1, bfd-profile: f}],"
        + " bfd-profiles: [{name: f, transmit-interval: 20}], bgp-communities: {c: '1:2'},"
        + " address-pools: [{name: a, protocol: bgp, addresses: [10.1.0.0/24],"
        + " bgp-advertisements: [{aggregation-length: 26, localpref: 5, communities: [c]}]},"
        + " {name: b, protocol: layer2, auto-assign: no, addresses: [10.2.0.1-10.2.0.9]}]}";
  }

  private static String pools(LbConfig config) {
    return config.pools().toString();
  }

  @Test
  void convert_opensAManifest() {
    String manifest =
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: config}\ndata:\n  config: |\n"
            + FULL.indent(4);

    assertEquals(EXPECTED, LegacyManifests.convert(manifest, "metallb-system").manifests());
  }

  @Test
  void convert_ofAFaultyConfigMap_writesNothingAndSaysWhy() {
    var outcome =
        LegacyManifests.convert("address-pools: [{name: a, protocol: arp}]", "metallb-system");

    assertEquals("", outcome.manifests());
    assertTrue(outcome.refusal().isPresent());
  }

  @Test
  void convert_ofTwoNamesThatBecomeOne_keepsThemApart() {
    var outcome =
        LegacyManifests.convert(
            "address-pools: [{name: A, protocol: layer2, addresses: [10.1.0.0/24]},"
                + " {name: a, protocol: layer2, addresses: [10.2.0.0/24]}]",
            "metallb-system");

    assertTrue(outcome.manifests().contains("name: a-2\n"), outcome.manifests());
    assertEquals(List.of(), Lines.documents(outcome.manifests()).communities());
  }

  @Property(tries = 500)
  void convert_ofAnyText_neverThrows(@ForAll String text) {
    var outcome = LegacyManifests.convert(text, "metallb-system");

    assertTrue(outcome.refusal().isPresent() || outcome.remarks().isEmpty());
  }

  private static final String EXPECTED =
      """
      apiVersion: metallb.io/v1beta1
      kind: Community
      metadata:
        name: communities
        namespace: metallb-system
      spec:
        communities:
        - name: no-advertise
          value: "65535:65282"
      ---
      apiVersion: metallb.io/v1beta1
      kind: BFDProfile
      metadata:
        name: fast
        namespace: metallb-system
      spec:
        receiveInterval: 50
        echoMode: true
      ---
      # Look at this: the password is in clear text: a Secret and passwordSecret are better
      apiVersion: metallb.io/v1beta2
      kind: BGPPeer
      metadata:
        name: peer1
        namespace: metallb-system
      spec:
        myASN: 64500
        peerASN: 64501
        peerAddress: 10.0.0.1
        sourceAddress: 10.0.0.9
        peerPort: 1790
        holdTime: 30s
        keepaliveTime: 10s
        routerID: 10.0.0.9
        nodeSelectors:
        - matchLabels:
            rack: "1"
          matchExpressions:
          - key: zone
            operator: In
            values:
            - a
            - b
        password: "007"
        bfdProfile: fast
        ebgpMultiHop: true
      ---
      apiVersion: metallb.io/v1beta2
      kind: BGPPeer
      metadata:
        name: peer2
        namespace: metallb-system
      spec:
        myASN: 64500
        peerASN: 64501
        peerAddress: 10.0.0.2
        holdTime: 90s
        routerID: 10.0.0.9
      ---
      # Look at this: was "My_Pool", which cannot be the name of an object; change the annotation address-pool of Services that name it
      apiVersion: metallb.io/v1beta1
      kind: IPAddressPool
      metadata:
        name: my-pool
        namespace: metallb-system
      spec:
        addresses:
        - 198.51.100.0/24
        - 203.0.113.5-203.0.113.20
        autoAssign: false
        avoidBuggyIPs: true
      ---
      apiVersion: metallb.io/v1beta1
      kind: IPAddressPool
      metadata:
        name: lan
        namespace: metallb-system
      spec:
        addresses:
        - 192.0.2.0/24
      ---
      apiVersion: metallb.io/v1beta1
      kind: IPAddressPool
      metadata:
        name: plain
        namespace: metallb-system
      spec:
        addresses:
        - 192.0.3.0/24
      ---
      apiVersion: metallb.io/v1beta1
      kind: L2Advertisement
      metadata:
        name: l2advertisement1
        namespace: metallb-system
      spec:
        ipAddressPools:
        - lan
      ---
      apiVersion: metallb.io/v1beta1
      kind: BGPAdvertisement
      metadata:
        name: bgpadvertisement1
        namespace: metallb-system
      spec:
        ipAddressPools:
        - my-pool
        aggregationLength: 32
        localPref: 100
        communities:
        - no-advertise
        - "64512:1"
      ---
      apiVersion: metallb.io/v1beta1
      kind: BGPAdvertisement
      metadata:
        name: bgpadvertisement2
        namespace: metallb-system
      spec:
        ipAddressPools:
        - my-pool
        aggregationLengthV6: 128
        localPref: 100
      ---
      apiVersion: metallb.io/v1beta1
      kind: BGPAdvertisement
      metadata:
        name: bgpadvertisement3
        namespace: metallb-system
      spec:
        ipAddressPools:
        - plain
      """;
}
