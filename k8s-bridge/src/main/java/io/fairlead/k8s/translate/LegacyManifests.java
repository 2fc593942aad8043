package io.fairlead.k8s.translate;

import io.fairlead.config.ConfigFault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The legacy ConfigMap written as custom resources. Pure: text in, text out, the same order every
 * time: communities, BFD profiles, peers, pools, advertisements.
 */
public final class LegacyManifests {
  private static final String HOLD_DEFAULT = "90s";
  private static final int NAME_MAX = 63;

  /**
   * What became of a ConfigMap.
   *
   * @param manifests the objects as YAML documents; empty when the configuration is refused
   * @param remarks what a person should look at
   * @param refusal why nothing was written
   */
  public record Outcome(String manifests, List<String> remarks, Optional<String> refusal) {
    public Outcome {
      remarks = List.copyOf(remarks);
    }
  }

  private record Document(
      String kind, String version, String name, Object spec, List<String> notes) {}

  private final String namespace;
  private final List<Document> documents = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private final Set<String> poolNames = new LinkedHashSet<>();

  private LegacyManifests(String namespace) {
    this.namespace = namespace;
  }

  /**
   * Converts.
   *
   * @param text the ConfigMap as a manifest, or only what stands under its key {@code config}
   * @param namespace of the objects
   */
  public static Outcome convert(String text, String namespace) {
    try {
      String config = configOf(text);
      var translated = LegacyConfigTranslator.translate("the configuration", config);
      if (translated.value().isEmpty()) {
        return refused(translated.faults().stream().findFirst().map(ConfigFault::why).orElse(""));
      }
      var manifests = new LegacyManifests(namespace);
      manifests.write(LegacyConfigTranslator.root(config));
      return new Outcome(manifests.text(), manifests.remarks, Optional.empty());
    } catch (IllegalArgumentException e) {
      return refused(ObjectText.orEmpty(e.getMessage()));
    }
  }

  private static Outcome refused(String why) {
    return new Outcome("", List.of(), Optional.of(why));
  }

  /** A manifest of kind ConfigMap is opened; anything else is the configuration itself. */
  private static String configOf(String text) {
    if (!(YamlTree.parse(text) instanceof Map<?, ?> map) || !"ConfigMap".equals(map.get("kind"))) {
      return text;
    }
    var data = map.get("data");
    var config = data instanceof Map<?, ?> entries ? entries.get(LegacyConfigTranslator.KEY) : null;
    if (config instanceof String value) {
      return value;
    }
    throw new IllegalArgumentException(
        "the ConfigMap has no text under data." + LegacyConfigTranslator.KEY);
  }

  private void write(YamlFields root) {
    communities(root);
    bfdProfiles(root);
    peers(root);
    var pools = LegacyConfigTranslator.pools(root);
    var layer2 = new ArrayList<String>();
    var advertisements = new ArrayList<Map<String, Object>>();
    for (var pool : pools) {
      String name = pool(pool);
      if (LegacyConfigTranslator.isLayer2(pool)) {
        layer2.add(name);
      } else {
        advertisements.addAll(advertisements(pool, name));
      }
    }
    for (int i = 0; i < layer2.size(); i++) {
      add(
          "L2Advertisement",
          "l2advertisement" + (i + 1),
          fields("ipAddressPools", List.of(layer2.get(i))));
    }
    for (int i = 0; i < advertisements.size(); i++) {
      add("BGPAdvertisement", "bgpadvertisement" + (i + 1), advertisements.get(i));
    }
  }

  private void communities(YamlFields root) {
    var aliases = new ArrayList<Object>();
    root.textMap("bgp-communities")
        .forEach((name, value) -> aliases.add(fields("name", name, "value", value)));
    if (!aliases.isEmpty()) {
      add("Community", "communities", fields("communities", aliases));
    }
  }

  private void bfdProfiles(YamlFields root) {
    for (var profile : LegacyBgpSections.bfdProfiles(root)) {
      var spec = new LinkedHashMap<String, Object>();
      number(profile, "receive-interval", spec, "receiveInterval");
      number(profile, "transmit-interval", spec, "transmitInterval");
      number(profile, "detect-multiplier", spec, "detectMultiplier");
      number(profile, "echo-interval", spec, "echoInterval");
      flag(profile, "echo-mode", spec, "echoMode");
      flag(profile, "passive-mode", spec, "passiveMode");
      number(profile, "minimum-ttl", spec, "minimumTtl");
      add("BFDProfile", objectName(profile.required("name")), spec);
    }
  }

  private void peers(YamlFields root) {
    int number = 0;
    for (var peer : LegacyBgpSections.peerFields(root)) {
      number++;
      var spec = new LinkedHashMap<String, Object>();
      number(peer, "my-asn", spec, "myASN");
      number(peer, "peer-asn", spec, "peerASN");
      text(peer, "peer-address", spec, "peerAddress");
      text(peer, "source-address", spec, "sourceAddress");
      port(peer, spec, "peer" + number);
      // The old default is written out: the speaker's own may differ.
      spec.put("holdTime", peer.text("hold-time").orElse(HOLD_DEFAULT));
      text(peer, "keepalive-time", spec, "keepaliveTime");
      text(peer, "router-id", spec, "routerID");
      selectors(peer, spec);
      text(peer, "password", spec, "password");
      peer.text("bfd-profile").ifPresent(name -> spec.put("bfdProfile", objectName(name)));
      flag(peer, "ebgp-multihop", spec, "ebgpMultiHop");
      var notes =
          peer.text("password").isPresent()
              ? List.of("the password is in clear text: a Secret and passwordSecret are better")
              : List.<String>of();
      add("BGPPeer", "v1beta2", "peer" + number, spec, notes);
    }
  }

  private void port(YamlFields peer, Map<String, Object> spec, String name) {
    number(peer, "peer-port", spec, "peerPort");
    if (spec.get("peerPort") instanceof Long port && port > 16_384) {
      remarks.add(name + ": peerPort " + port + " is more than the 16384 that a BGPPeer may have");
    }
  }

  private static void selectors(YamlFields peer, Map<String, Object> spec) {
    var selectors = new ArrayList<Object>();
    for (var selector : LegacyBgpSections.selectorFields(peer)) {
      var own = new LinkedHashMap<String, Object>();
      var labels = selector.textMap("match-labels");
      if (!labels.isEmpty()) {
        own.put("matchLabels", new TreeMap<>(labels));
      }
      var expressions = new ArrayList<Object>();
      for (var match : LegacyBgpSections.expressionFields(selector)) {
        var expression =
            fields("key", match.required("key"), "operator", match.required("operator"));
        if (!match.texts("values").isEmpty()) {
          expression.put("values", match.texts("values"));
        }
        expressions.add(expression);
      }
      if (!expressions.isEmpty()) {
        own.put("matchExpressions", expressions);
      }
      selectors.add(own);
    }
    if (!selectors.isEmpty()) {
      spec.put("nodeSelectors", selectors);
    }
  }

  private String pool(YamlFields pool) {
    String old = pool.required("name");
    String name = uniqueName(objectName(old));
    var notes =
        name.equals(old)
            ? List.<String>of()
            : List.of(
                "was \""
                    + old
                    + "\", which cannot be the name of an object;"
                    + " change the annotation address-pool of Services that name it");
    var spec = new LinkedHashMap<String, Object>();
    spec.put("addresses", pool.texts("addresses"));
    flag(pool, "auto-assign", spec, "autoAssign");
    flag(pool, "avoid-buggy-ips", spec, "avoidBuggyIPs");
    add("IPAddressPool", "v1beta1", name, spec, notes);
    return name;
  }

  private List<Map<String, Object>> advertisements(YamlFields pool, String name) {
    var advertisements = new ArrayList<Map<String, Object>>();
    for (var fields : LegacyBgpSections.advertisementFields(pool)) {
      var spec = fields("ipAddressPools", List.of(name));
      number(fields, "aggregation-length", spec, "aggregationLength");
      number(fields, "aggregation-length-v6", spec, "aggregationLengthV6");
      number(fields, "localpref", spec, "localPref");
      if (!fields.texts("communities").isEmpty()) {
        spec.put("communities", fields.texts("communities"));
      }
      advertisements.add(spec);
    }
    if (advertisements.isEmpty()) {
      advertisements.add(fields("ipAddressPools", List.of(name)));
    }
    return advertisements;
  }

  /** Lower case, no underscores, begins with a letter: what Kubernetes takes as a name. */
  private static String objectName(String old) {
    String name =
        old.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]", "-").replaceAll("^[^a-z]+", "");
    name = name.substring(0, Math.min(NAME_MAX, name.length())).replaceAll("[^a-z0-9]+$", "");
    return name.isEmpty() ? "pool" : name;
  }

  private String uniqueName(String name) {
    String unique = name;
    for (int i = 2; !poolNames.add(unique); i++) {
      unique = name + "-" + i;
    }
    return unique;
  }

  private static Map<String, Object> fields(Object... pairs) {
    var fields = new LinkedHashMap<String, Object>();
    for (int i = 0; i < pairs.length; i += 2) {
      fields.put(String.valueOf(pairs[i]), pairs[i + 1]);
    }
    return fields;
  }

  private static void text(YamlFields from, String key, Map<String, Object> to, String field) {
    from.text(key).ifPresent(value -> to.put(field, value));
  }

  private static void number(YamlFields from, String key, Map<String, Object> to, String field) {
    from.number(key, 0, Long.MAX_VALUE).ifPresent(value -> to.put(field, value));
  }

  private static void flag(YamlFields from, String key, Map<String, Object> to, String field) {
    if (from.text(key).isPresent()) {
      to.put(field, from.flag(key, false));
    }
  }

  private void add(String kind, String name, Object spec) {
    add(kind, "v1beta1", name, spec, List.of());
  }

  private void add(String kind, String version, String name, Object spec, List<String> notes) {
    documents.add(new Document(kind, version, name, spec, notes));
    notes.forEach(note -> remarks.add(kind + " " + name + ": " + note));
  }

  private String text() {
    var text = new StringBuilder();
    for (var document : documents) {
      text.append(text.isEmpty() ? "" : "---\n");
      document.notes().forEach(note -> text.append("# Look at this: ").append(note).append('\n'));
      text.append(
          YamlText.of(
              fields(
                  "apiVersion", "metallb.io/" + document.version(),
                  "kind", document.kind(),
                  "metadata", fields("name", document.name(), "namespace", namespace),
                  "spec", document.spec())));
    }
    return text.toString();
  }
}
