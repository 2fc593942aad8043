package io.fairlead.k8s.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.config.BgpPeer;
import io.fairlead.config.ConfigFault;
import io.fairlead.config.ConfigRule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** BGP configuration over time and over nodes: what is in force, and where. */
class BgpConfigTest {
  private static final String PEER = "BGPPeer a {myASN: 1, peerASN: 2, peerAddress: 10.0.0.1";
  private static final String SECRET =
      "Secret s {type: kubernetes.io/basic-auth, data: {password: eA==}}\n";

  @Test
  void peer_thatTurnsBad_staysAsItWas() {
    var good = next(ConfigState.EMPTY, PEER + "}");

    var state = next(good, PEER + ", holdTime: 1s}");

    assertEquals(good.config().peers(), state.config().peers());
    assertTrue(errors(state).getFirst().why().endsWith("the last good version stays in force"));
    assertEquals(List.of(), errors(next(state, PEER + "}")));
  }

  @Test
  void peer_thatIsDeleted_isGoneThoughItWasBad() {
    var bad = next(next(ConfigState.EMPTY, PEER + "}"), PEER + ", holdTime: 1s}");

    assertEquals(Map.of(), next(bad, "").config().peers());
  }

  @Test
  void secretThatComesLater_healsThePeer() {
    var waiting = next(ConfigState.EMPTY, PEER + ", passwordSecret: {name: s}}");

    assertEquals(Map.of(), waiting.config().peers());
    assertTrue(errors(waiting).getFirst().rule().isTransient());
    assertTrue(errors(waiting).getFirst().why().endsWith("it waits for that"));

    var healed = next(waiting, SECRET + PEER + ", passwordSecret: {name: s}}");
    assertEquals("x", peerOf(healed, "a").password().orElseThrow().secret());
    assertEquals(List.of(), errors(healed));
    assertFalse(healed.toString().contains("secret=x"), "a password is never printed");
  }

  @Test
  void secretThatGoes_leavesThePeerAsItWas() {
    var good = next(ConfigState.EMPTY, SECRET + PEER + ", passwordSecret: {name: s}}");

    var state = next(good, PEER + ", passwordSecret: {name: s}}");

    assertEquals(good.config().peers(), state.config().peers());
    assertEquals(ConfigRule.SECRET_MISSING, errors(state).getFirst().rule());
  }

  @Test
  void profileAndCommunityThatComeLater_heal() {
    String objects =
        PEER
            + ", bfdProfile: f}\nIPAddressPool p {addresses: [10.0.0.0/24]}\n"
            + "BGPAdvertisement x {communities: [c]}";
    var waiting = next(ConfigState.EMPTY, objects);
    assertEquals(2, errors(waiting).size());

    var healed =
        next(
            waiting,
            objects
                + "\nBFDProfile f {receiveInterval: 20}\n"
                + "Community m {communities: [{name: c, value: '1:2'}]}");

    assertEquals(List.of(), errors(healed));
    assertEquals(20, peerOf(healed, "a").bfdProfile().orElseThrow().receiveMillis());
    assertEquals("[1:2]", healed.config().bgpAdvertisements().getFirst().communities().toString());
  }

  @Test
  void peersThatConflictOnOneNode_areInForceOnTheOthers() {
    String nodes = "Node n1 {rack: a}\nNode n2 {rack: b}\n";
    String second =
        "\nBGPPeer b {myASN: 7, peerASN: 3, peerAddress: 10.0.0.2, nodeSelectors: [{matchLabels: {rack: b}}]}";
    var state = next(ConfigState.EMPTY, nodes + PEER + "}" + second);

    var config = state.config();
    assertEquals(Set.of("a"), config.peersOf("n1", Map.of("rack", "a")).keySet());
    assertEquals(Set.of("a"), config.peersOf("n2", Map.of("rack", "b")).keySet());
    assertEquals(ConfigRule.NODE_OWN_ASN, errors(state).getFirst().rule());
    assertTrue(errors(state).getFirst().why().startsWith("on node n2: "));
    assertEquals(Set.of("n2"), config.nodePeers().keySet());
  }

  @Test
  void peerThatComesIntoConflictOnOneNode_keepsItsLastGoodFormThereAlone() {
    String nodes = "Node n1 {rack: a}\nNode n2 {rack: b}\n";
    String other =
        "\nBGPPeer b {myASN: 1, peerASN: 3, peerAddress: 10.0.0.2, nodeSelectors: [{matchLabels: {rack: b}}]}";
    var good = next(ConfigState.EMPTY, nodes + PEER + "}" + other);
    assertEquals(List.of(), errors(good));

    var state = next(good, nodes + PEER.replace("myASN: 1", "myASN: 9") + "}" + other);

    assertEquals(9, peer(state, "n1", "a"));
    assertEquals(1, peer(state, "n2", "a"));
    assertEquals(1, peer(state, "n2", "b"));
    assertTrue(errors(state).getFirst().why().contains("last good version stays in force there"));
  }

  private static long peer(ConfigState state, String node, String name) {
    var labels = Map.of("rack", node.equals("n1") ? "a" : "b");
    return Objects.requireNonNull(state.config().peersOf(node, labels).get(name)).myAsn();
  }

  @Test
  void poolThatNoLongerFitsItsAdvertisement_staysAsItWas() {
    String advertisement = "\nBGPAdvertisement x {aggregationLength: 24}";
    var good =
        next(ConfigState.EMPTY, "IPAddressPool p {addresses: [10.0.0.0/24]}" + advertisement);

    var state = next(good, "IPAddressPool p {addresses: [10.0.0.0/25]}" + advertisement);

    assertEquals(good.config().pools(), state.config().pools());
    assertEquals(ConfigRule.AGGREGATION_TOO_SHORT, errors(state).getFirst().rule());
    assertEquals("IPAddressPool metallb-system/p", errors(state).getFirst().where());
  }

  @Test
  void advertisementThatConflicts_isTheNewerOne() {
    String pool = "IPAddressPool p {addresses: [10.0.0.0/24]}\n";
    var good = next(ConfigState.EMPTY, pool + "BGPAdvertisement z {localPref: 1}");

    // The new one comes first by name and is older by its line, and yields all the same.
    var state =
        next(good, pool + "BGPAdvertisement a {localPref: 2}\nBGPAdvertisement z {localPref: 1}");

    assertEquals(
        List.of("z"), state.config().bgpAdvertisements().stream().map(a -> a.name()).toList());
    assertEquals("BGPAdvertisement metallb-system/a", errors(state).getFirst().where());
  }

  @Test
  void legacyPeersAndResources_areInForceSideBySide() {
    var state =
        next(
            ConfigState.EMPTY,
            PEER
                + "}\nConfigMap config {peers: [{my-asn: 1, peer-asn: 5, peer-address: 10.0.0.5}],"
                + " address-pools: [{name: p, protocol: bgp, addresses: [10.9.0.0/24]}]}");

    assertEquals(Set.of("a", "config/peer1"), state.config().peers().keySet());
    assertEquals("config/p/1", state.config().bgpAdvertisements().getFirst().name());
    assertEquals(state, ConfigState.restored(state.config()), "a restart finds the same");
  }

  @Test
  void legacyConfigMapThatTurnsBad_keepsItsPeers() {
    String legacy = "ConfigMap config {peers: [{my-asn: 1, peer-asn: 5, peer-address: 10.0.0.5}]}";
    var good = next(ConfigState.EMPTY, legacy);

    var state = next(good, legacy.replace("my-asn: 1", "my-asn: none"));

    assertEquals(good.config().peers(), state.config().peers());
    assertTrue(errors(state).getFirst().why().contains("last good version"));
  }

  private static ConfigState next(ConfigState previous, String lines) {
    return ConfigTranslator.next(previous, Lines.input(lines));
  }

  private static BgpPeer peerOf(ConfigState state, String name) {
    return Objects.requireNonNull(state.config().peers().get(name));
  }

  private static List<ConfigFault> errors(ConfigState state) {
    return state.config().faults().stream().filter(fault -> !fault.rule().isNotice()).toList();
  }

  @Property(tries = 200)
  void next_isTheSameForAnyOrderOfObjects_andStable(
      @ForAll @Size(max = 10) Set<@IntRange(max = 19) Integer> chosen, @ForAll long seed) {
    var all = sample();
    var lines = new ArrayList<String>();
    new TreeSet<>(chosen).forEach(i -> lines.add(all.get(i)));
    var input = Lines.input(String.join("\n", lines));
    var shuffled = shuffled(input, new Random(seed));

    var straight = ConfigTranslator.next(ConfigState.EMPTY, input);

    assertEquals(straight, ConfigTranslator.next(ConfigState.EMPTY, shuffled), "any order");
    assertEquals(straight, ConfigTranslator.next(straight, shuffled), "a second look");
    assertEquals(
        straight.config(),
        ConfigTranslator.next(ConfigState.restored(straight.config()), input).config(),
        "after a restart");
  }

  private static ConfigInput shuffled(ConfigInput input, Random random) {
    return new ConfigInput(
        shuffled(input.pools(), random),
        shuffled(input.l2Advertisements(), random),
        shuffled(input.bgpAdvertisements(), random),
        shuffled(input.peers(), random),
        shuffled(input.bfdProfiles(), random),
        shuffled(input.communities(), random),
        shuffled(input.secrets(), random),
        input.configMap(),
        input.nodes());
  }

  private static <T> List<T> shuffled(List<T> objects, Random random) {
    var copy = new ArrayList<>(objects);
    Collections.shuffle(copy, random);
    return copy;
  }

  /** Objects that contradict each other in many ways. */
  private static List<String> sample() {
    return List.of(
        "Node n1 {rack: a}",
        "Node n2 {rack: b}",
        PEER + "}",
        "BGPPeer b {myASN: 1, peerASN: 2, peerAddress: 10.0.0.1}",
        "BGPPeer c {myASN: 7, peerASN: 2, peerAddress: 10.0.0.3, nodeSelectors: [{matchLabels: {rack: b}}]}",
        "BGPPeer d {myASN: 7, peerASN: 2, peerAddress: 10.0.0.4, routerID: 10.0.0.9}",
        "BGPPeer e {myASN: 1, peerASN: 2, peerAddress: 10.0.0.5, bfdProfile: f, passwordSecret: {name: s}}",
        "BGPPeer g {myASN: 0, peerASN: 2, peerAddress: 10.0.0.6}",
        "Secret s {type: kubernetes.io/basic-auth, data: {password: eA==}}",
        "BFDProfile f {echoMode: true}",
        "Community m {communities: [{name: c, value: '1:2'}]}",
        "Community o {communities: [{name: c, value: '1:3'}]}",
        "IPAddressPool p {addresses: [10.0.0.0/24]}",
        "IPAddressPool q {addresses: [10.0.0.128/25, 'fd00::/120']}",
        "BGPAdvertisement v {localPref: 1, communities: [c]}",
        "BGPAdvertisement w {localPref: 2}",
        "BGPAdvertisement x {localPref: 2}",
        "BGPAdvertisement y {aggregationLength: 25, ipAddressPools: [p]}",
        "BGPAdvertisement z {aggregationLength: 20}",
        "ConfigMap config {peers: [{my-asn: 1, peer-asn: 5, peer-address: 10.0.0.1}], address-pools:"
            + " [{name: p, protocol: bgp, addresses: [10.0.0.0/25]}]}");
  }
}
