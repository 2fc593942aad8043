package io.fairlead.k8s.translate;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.config.BgpAdvertisement;
import io.fairlead.config.BgpPeer;
import io.fairlead.config.ConfigRule;
import io.fairlead.config.LbConfig;
import io.fairlead.k8s.validate.AdvertisementRules;
import io.fairlead.k8s.validate.ConfigRefusal;
import io.fairlead.k8s.validate.NativeRules;
import io.fairlead.net.IpFamily;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** V22, which is judged for a Service, and V27, which is judged for one of MetalLB's modes. */
class ServiceAndModeRulesTest {
  private static final String PEER = "BGPPeer a {myASN: 1, peerASN: 2, peerAddress: 10.0.0.1";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          localPref: 1              | localPref: 2                                            | true
          localPref: 1              | localPref: 1, peers: [x]                                | false
          localPref: 1              | localPref: 2, aggregationLength: 24                     | false
          localPref: 1, peers: [a]  | localPref: 2, peers: [b]                                | false
          localPref: 1, peers: [a]  | localPref: 2, peers: [b, a]                             | true
          localPref: 1              | localPref: 2, nodeSelectors: [{matchLabels: {rack: b}}] | false
          """)
  void contradict_tellsTwoPreferencesForOnePrefixToOnePeer(
      String one, String other, boolean expected) {
    var a = advertisement(one);
    var b = advertisement(other);

    assertEquals(expected, AdvertisementRules.contradict(a, b, IpFamily.IPV4, Map.of("rack", "a")));
    assertEquals(expected, AdvertisementRules.contradict(b, a, IpFamily.IPV4, Map.of("rack", "a")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ", bfdProfile: f}\nBFDProfile f {",
        ", vrf: red",
        ", connectTime: 5s",
        ", enableGracefulRestart: true",
        ", dualStackAddressFamily: true",
        ", localASN: 7"
      })
  void nativeMode_refusesAPeerWithMore(String more) {
    var refusal =
        assertThrows(ConfigRefusal.class, () -> NativeRules.peer(peer(PEER + more + "}")));

    assertEquals(ConfigRule.NATIVE_BGP, refusal.rule());
    assertTrue(String.valueOf(refusal.getMessage()).endsWith("set on native bgp mode"));
  }

  @Test
  void nativeMode_refusesADynamicAsnOverAnInterface() {
    var peer = peer("BGPPeer a {myASN: 1, dynamicASN: external, interface: eth0}");

    var refusal = assertThrows(ConfigRefusal.class, () -> NativeRules.peer(peer));

    assertTrue(String.valueOf(refusal.getMessage()).contains("dynamicASN, interface"));
  }

  @Test
  void nativeMode_takesAPlainPeer() {
    assertDoesNotThrow(() -> NativeRules.peer(peer(PEER + ", holdTime: 30s, password: x}")));
  }

  @Test
  void nativeMode_refusesIpv6AndLargeCommunities() {
    var plain = advertisement("communities: ['1:2']");
    var large = advertisement("communities: ['large:1:2:3']");
    var ipv4 = config("IPAddressPool p {addresses: [10.0.0.0/24]}").pools().values();
    var ipv6 = config("IPAddressPool p {addresses: ['fd00::/120']}").pools().values();

    assertDoesNotThrow(() -> NativeRules.advertisement(plain, ipv4));
    assertThrows(ConfigRefusal.class, () -> NativeRules.advertisement(plain, ipv6));
    assertThrows(ConfigRefusal.class, () -> NativeRules.advertisement(large, ipv4));
    assertFalse(ipv6.isEmpty());
  }

  private static BgpAdvertisement advertisement(String spec) {
    return config("BGPAdvertisement x {" + spec + "}").bgpAdvertisements().getFirst();
  }

  private static BgpPeer peer(String lines) {
    return Objects.requireNonNull(config(lines).peers().get("a"));
  }

  private static LbConfig config(String lines) {
    return ConfigTranslator.next(ConfigState.EMPTY, Lines.input(lines)).config();
  }
}
