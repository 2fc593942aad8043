package io.fairlead.k8s.translate;

import static io.fairlead.k8s.translate.ObjectText.orEmpty;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fairlead.config.BgpAdvertisement;
import io.fairlead.config.ConfigRule;
import io.fairlead.config.PoolConfig;
import io.fairlead.k8s.validate.AdvertisementRules;
import io.fairlead.k8s.validate.ConfigRefusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The ConfigMap of MetalLB up to 0.12: strict YAML under the key {@code config}. The ConfigMap is
 * accepted or refused as a whole.
 */
public final class LegacyConfigTranslator {
  /** The key of the ConfigMap that holds the YAML. */
  public static final String KEY = "config";

  private static final Set<String> ROOT_FIELDS =
      Set.of("address-pools", "peers", "bgp-communities", "bfd-profiles");
  private static final Map<String, String> ROOT_RENAMED =
      Map.of(
          "communities", "\"bgp-communities\"",
          "peer-autodiscovery", "each peer under \"peers\" (no release ever had this field)");
  private static final Set<String> POOL_FIELDS =
      Set.of(
          "name", "protocol", "addresses", "avoid-buggy-ips", "auto-assign", "bgp-advertisements");
  private static final Map<String, String> POOL_RENAMED =
      Map.of(
          "cidr", "\"addresses\", a list of CIDRs and ranges",
          "advertisements", "\"bgp-advertisements\"",
          "arp-network", "nothing, the field is no longer needed");

  private LegacyConfigTranslator() {}

  public static Translated<LegacyConfig> translate(ConfigMap configMap) {
    var data = configMap.getData();
    return translate(ObjectText.where(configMap), data == null ? "" : orEmpty(data.get(KEY)));
  }

  /**
   * @param where the text is from, for messages
   */
  static Translated<LegacyConfig> translate(String where, String text) {
    if (text.isBlank()) {
      return Translated.refused(
          where,
          "the key \"" + KEY + "\" is missing or empty: put the configuration under it",
          ConfigRule.LEGACY_FORMAT);
    }
    try {
      return translateText(text);
    } catch (IllegalArgumentException e) {
      return Translated.refused(
          where,
          AddressEntries.placeholder(text).orElse(orEmpty(e.getMessage())),
          ConfigRefusal.ruleOf(e, ConfigRule.LEGACY_FORMAT));
    }
  }

  private static Translated<LegacyConfig> translateText(String text) {
    var root = root(text);
    var bgp = LegacyBgpSections.of(root);
    var peers = bgp.peers(root);
    var pools = new TreeMap<String, PoolConfig>();
    var ordered = new ArrayList<PoolConfig>();
    var layer2 = new TreeSet<String>();
    var advertisements = new ArrayList<BgpAdvertisement>();
    var claims = new RangeClaims();
    for (var fields : pools(root)) {
      var pool = pool(fields);
      if (pools.putIfAbsent(pool.name(), pool) != null) {
        throw new ConfigRefusal(
            ConfigRule.LEGACY_FORMAT, "duplicate definition of pool \"" + pool.name() + "\"");
      }
      claim(pool, claims);
      ordered.add(pool);
      if (isLayer2(fields)) {
        layer2.add(pool.name());
      } else {
        var own = bgp.advertisements(fields, pool.name());
        for (var advertisement : own) {
          AdvertisementRules.withinPool(advertisement, pool);
          AdvertisementRules.oneLocalPref(advertisement, own, List.of(pool), Map.of());
        }
        advertisements.addAll(own);
      }
    }
    advertisements.forEach(
        advertisement -> AdvertisementRules.echoOnlyForIpv4(advertisement, ordered, peers));
    return Translated.accepted(new LegacyConfig(ordered, layer2, advertisements, peers), List.of());
  }

  /** The document, its fields checked by name. */
  static YamlFields root(String text) {
    return YamlFields.of(YamlTree.parse(text), "", ROOT_FIELDS, ROOT_RENAMED);
  }

  static List<YamlFields> pools(YamlFields root) {
    var items = root.list("address-pools");
    var pools = new ArrayList<YamlFields>();
    for (int i = 0; i < items.size(); i++) {
      pools.add(YamlFields.of(items.get(i), "address-pools[" + i + "]", POOL_FIELDS, POOL_RENAMED));
    }
    return pools;
  }

  private static PoolConfig pool(YamlFields fields) {
    return new PoolConfig(
        fields.required("name"),
        AddressEntries.parse(fields.texts("addresses"), fields.at("addresses")),
        fields.flag("auto-assign", true),
        fields.flag("avoid-buggy-ips", false),
        Optional.empty(),
        new TreeMap<>());
  }

  private static void claim(PoolConfig pool, RangeClaims claims) {
    for (var range : pool.ranges()) {
      claims
          .overlapWith(range)
          .ifPresent(
              other -> {
                throw new ConfigRefusal(
                    ConfigRule.RANGE_OVERLAP,
                    overlap("pool \"" + pool.name() + "\": range " + range, other));
              });
      claims.add(range, "pool \"" + pool.name() + "\"");
    }
  }

  static String overlap(String what, RangeClaims.Claim other) {
    return what + " overlaps with " + other.range() + " of " + other.holder();
  }

  static boolean isLayer2(YamlFields fields) {
    String protocol = fields.required("protocol");
    return switch (protocol) {
      case "layer2" -> {
        if (fields.has("bgp-advertisements")) {
          throw new IllegalArgumentException(
              fields.at("bgp-advertisements") + " is only for pools of protocol bgp");
        }
        yield true;
      }
      case "bgp" -> false;
      case "arp", "ndp" ->
          throw new IllegalArgumentException(
              fields.at("protocol") + ": \"" + protocol + "\" is an old spelling: write layer2");
      default ->
          throw new IllegalArgumentException(
              fields.at("protocol") + " must be layer2 or bgp, not \"" + protocol + "\"");
    };
  }
}
