package io.fairlead.k8s.translate;

import static io.fairlead.k8s.translate.ObjectText.orEmpty;

import io.fairlead.config.BfdProfile;
import io.fairlead.config.BgpAdvertisement;
import io.fairlead.config.BgpCommunity;
import io.fairlead.config.BgpPeer;
import io.fairlead.config.ConfigRule;
import io.fairlead.config.LabelSelector;
import io.fairlead.config.PeerPassword;
import io.fairlead.config.PeerTarget;
import io.fairlead.k8s.crd.BFDProfileSpec;
import io.fairlead.k8s.validate.AdvertisementRules;
import io.fairlead.k8s.validate.ConfigRefusal;
import io.fairlead.k8s.validate.NodePeers;
import io.fairlead.k8s.validate.PeerRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The BGP parts of the legacy ConfigMap. All methods throw {@link IllegalArgumentException}. */
final class LegacyBgpSections {
  private static final int PORT_MAX = 65_535;
  private static final String HOLD_DEFAULT = "90s";
  private static final Set<String> PEER_FIELDS =
      Set.of(
          "my-asn",
          "peer-asn",
          "peer-address",
          "source-address",
          "peer-port",
          "hold-time",
          "keepalive-time",
          "router-id",
          "node-selectors",
          "password",
          "bfd-profile",
          "ebgp-multihop");
  private static final Set<String> ADVERTISEMENT_FIELDS =
      Set.of("aggregation-length", "aggregation-length-v6", "localpref", "communities");
  private static final Set<String> BFD_FIELDS =
      Set.of(
          "name",
          "receive-interval",
          "transmit-interval",
          "detect-multiplier",
          "echo-interval",
          "echo-mode",
          "passive-mode",
          "minimum-ttl");

  private final References references;

  private LegacyBgpSections(References references) {
    this.references = references;
  }

  /** Reads communities and BFD profiles, which the other sections refer to. */
  static LegacyBgpSections of(YamlFields root) {
    var communities = new TreeMap<String, BgpCommunity>();
    root.textMap("bgp-communities")
        .forEach((name, text) -> communities.put(name, References.parseCommunity(text)));
    var profiles = new TreeMap<String, BfdProfile>();
    for (var fields : bfdProfiles(root)) {
      var profile = bfdProfile(fields);
      if (profiles.put(profile.name(), profile) != null) {
        throw new ConfigRefusal(
            ConfigRule.LEGACY_FORMAT,
            "duplicate definition of bfd-profile \"" + profile.name() + "\"");
      }
    }
    return new LegacyBgpSections(new References(Map.of(), profiles, communities, false));
  }

  private static BfdProfile bfdProfile(YamlFields fields) {
    try {
      return BfdProfileTranslator.of(
          fields.required("name"),
          new BFDProfileSpec(
              number(fields, "receive-interval"),
              number(fields, "transmit-interval"),
              number(fields, "detect-multiplier"),
              number(fields, "echo-interval"),
              fields.flag("echo-mode", false),
              fields.flag("passive-mode", false),
              number(fields, "minimum-ttl")));
    } catch (ConfigRefusal e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new ConfigRefusal(ConfigRule.BFD_RANGE, orEmpty(e.getMessage()), e);
    }
  }

  private static @Nullable Integer number(YamlFields fields, String key) {
    return fields.number(key, 0, Integer.MAX_VALUE).map(Long::intValue).orElse(null);
  }

  /** The peers in listed order, named by their number; none twice. */
  List<BgpPeer> peers(YamlFields root) {
    var peers = new ArrayList<BgpPeer>();
    for (var fields : peerFields(root)) {
      var peer = peer(LegacyConfig.peerName(peers.size() + 1), fields);
      NodePeers.requireUnlike(peer, peers);
      peers.add(peer);
    }
    return peers;
  }

  private BgpPeer peer(String name, YamlFields fields) {
    fields.required("my-asn");
    fields.required("peer-asn");
    long myAsn = PeerRules.ownAsn(fields.number("my-asn", 1, BgpPeer.ASN_MAX).orElse(0L));
    var peerAsn = PeerRules.peerAsn(fields.number("peer-asn", 1, BgpPeer.ASN_MAX).orElse(0L), "");
    boolean multiHop = fields.flag("ebgp-multihop", false);
    PeerRules.multiHop(multiHop, myAsn, peerAsn);
    String address = fields.required("peer-address");
    String hold = fields.text("hold-time").orElse(HOLD_DEFAULT);
    return new BgpPeer(
        name,
        myAsn,
        peerAsn,
        Optional.empty(),
        new PeerTarget.Address(PeerRules.address(address, fields.at("peer-address"))),
        fields
            .text("source-address")
            .map(text -> PeerRules.address(text, fields.at("source-address"))),
        fields
            .number("peer-port", 0, PORT_MAX)
            .map(Long::intValue)
            .filter(p -> p != 0)
            .orElse(BgpPeer.PORT_DEFAULT),
        PeerRules.timers(
            PeerTranslator.duration(hold, fields.at("hold-time"), ConfigRule.HOLD_TIME),
            PeerTranslator.duration(
                fields.text("keepalive-time").orElse(""),
                fields.at("keepalive-time"),
                ConfigRule.KEEPALIVE_TIME),
            Optional.empty()),
        fields.text("router-id").map(text -> PeerRules.routerId(text, fields.at("router-id"))),
        selectors(fields),
        fields.text("password").map(PeerPassword::new),
        fields.text("bfd-profile").flatMap(references::bfdProfile),
        false,
        multiHop,
        "",
        false);
  }

  private static List<LabelSelector> selectors(YamlFields peer) {
    var selectors = new ArrayList<LabelSelector>();
    for (var fields : selectorFields(peer)) {
      var labels = new TreeMap<>(fields.textMap("match-labels"));
      labels.forEach(
          (key, value) -> LabelSyntax.require(key, List.of(value), fields.at("match-labels")));
      var requirements = new ArrayList<LabelSelector.Requirement>();
      for (var match : expressionFields(fields)) {
        requirements.add(
            SelectorTranslator.requirement(
                match.required("key"),
                match.required("operator"),
                match.texts("values"),
                fields.at("match-expressions"),
                ConfigRule.SELECTOR_DUPLICATE));
      }
      selectors.add(new LabelSelector(labels, requirements));
    }
    ObjectText.requireDistinct(
        selectors, peer.at("node-selectors"), ConfigRule.SELECTOR_DUPLICATE, Object::toString);
    return selectors;
  }

  /** The advertisements of a pool of protocol bgp; one of all defaults when it lists none. */
  List<BgpAdvertisement> advertisements(YamlFields pool, String poolName) {
    var advertisements = new ArrayList<BgpAdvertisement>();
    for (var fields : advertisementFields(pool)) {
      var advertisement = advertisement(poolName, advertisements.size() + 1, fields);
      AdvertisementRules.unlike(advertisement, advertisements);
      advertisements.add(advertisement);
    }
    if (advertisements.isEmpty()) {
      advertisements.add(plain(poolName));
    }
    return advertisements;
  }

  private BgpAdvertisement advertisement(String pool, int number, YamlFields fields) {
    return new BgpAdvertisement(
        LegacyConfig.bgpAdvertisementName(pool, number),
        AdvertisementRules.aggregation(length(fields, "aggregation-length", 32), 32),
        AdvertisementRules.aggregation(length(fields, "aggregation-length-v6", 128), 128),
        fields.number("localpref", 0, BgpPeer.ASN_MAX).orElse(0L),
        BgpAdvertisementTranslator.communities(fields.texts("communities"), references),
        new TreeSet<>(List.of(pool)),
        List.of(),
        List.of(),
        List.of(),
        new TreeSet<>());
  }

  private static int length(YamlFields fields, String key, int max) {
    return fields.number(key, 0, max).map(Long::intValue).orElse(max);
  }

  private static BgpAdvertisement plain(String pool) {
    return new BgpAdvertisement(
        LegacyConfig.bgpAdvertisementName(pool, 1),
        32,
        128,
        0,
        new TreeSet<>(),
        new TreeSet<>(List.of(pool)),
        List.of(),
        List.of(),
        List.of(),
        new TreeSet<>());
  }

  static List<YamlFields> bfdProfiles(YamlFields root) {
    return each(root, "bfd-profiles", BFD_FIELDS);
  }

  static List<YamlFields> peerFields(YamlFields root) {
    return each(root, "peers", PEER_FIELDS);
  }

  static List<YamlFields> selectorFields(YamlFields peer) {
    return each(peer, "node-selectors", Set.of("match-labels", "match-expressions"));
  }

  static List<YamlFields> expressionFields(YamlFields selector) {
    return each(selector, "match-expressions", Set.of("key", "operator", "values"));
  }

  static List<YamlFields> advertisementFields(YamlFields pool) {
    return each(pool, "bgp-advertisements", ADVERTISEMENT_FIELDS);
  }

  private static List<YamlFields> each(YamlFields parent, String key, Set<String> known) {
    var items = parent.list(key);
    var all = new ArrayList<YamlFields>();
    for (int i = 0; i < items.size(); i++) {
      all.add(YamlFields.of(items.get(i), parent.at(key) + "[" + i + "]", known, Map.of()));
    }
    return all;
  }
}
