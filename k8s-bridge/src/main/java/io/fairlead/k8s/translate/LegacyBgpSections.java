package io.fairlead.k8s.translate;

import io.fairlead.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The BGP parts of the legacy ConfigMap. They are held to the same strictness as the rest, so that
 * a configuration accepted today is well-formed on the day they take effect.
 */
final class LegacyBgpSections {
  private static final long ASN_MAX = 0xFFFF_FFFFL;
  private static final long PORT_MAX = 65_535;
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

  private LegacyBgpSections() {}

  /**
   * Checks peers, communities and BFD profiles.
   *
   * @return the names of those sections that are present, or empty
   * @throws IllegalArgumentException names the field and what is wrong with it
   */
  static Optional<String> check(YamlFields root) {
    var present = new ArrayList<String>();
    each(root, "peers", PEER_FIELDS).forEach(LegacyBgpSections::checkPeer);
    each(root, "bfd-profiles", BFD_FIELDS).forEach(profile -> profile.required("name"));
    root.textMap("bgp-communities");
    for (String section : List.of("peers", "bgp-communities", "bfd-profiles")) {
      if (root.has(section)) {
        present.add(section);
      }
    }
    return present.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", present));
  }

  /** Checks {@code bgp-advertisements} of a pool. */
  static void checkAdvertisements(YamlFields pool) {
    for (var advertisement : each(pool, "bgp-advertisements", ADVERTISEMENT_FIELDS)) {
      advertisement.number("aggregation-length", 0, 32);
      advertisement.number("aggregation-length-v6", 0, 128);
      advertisement.number("localpref", 0, ASN_MAX);
      advertisement.texts("communities");
    }
  }

  private static void checkPeer(YamlFields peer) {
    peer.required("my-asn");
    peer.required("peer-asn");
    peer.number("my-asn", 1, ASN_MAX);
    peer.number("peer-asn", 1, ASN_MAX);
    peer.number("peer-port", 1, PORT_MAX);
    peer.flag("ebgp-multihop", false);
    checkAddress(peer, "peer-address", peer.required("peer-address"));
    for (String key : List.of("source-address", "router-id")) {
      peer.text(key).ifPresent(text -> checkAddress(peer, key, text));
    }
    for (var selector : each(peer, "node-selectors", Set.of("match-labels", "match-expressions"))) {
      selector.textMap("match-labels");
      for (var match : each(selector, "match-expressions", Set.of("key", "operator", "values"))) {
        SelectorTranslator.requirement(
            match.required("key"),
            match.required("operator"),
            match.texts("values"),
            selector.at("match-expressions"));
      }
    }
  }

  private static void checkAddress(YamlFields fields, String key, String text) {
    try {
      IpAddress.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(fields.at(key) + ": " + e.getMessage(), e);
    }
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
