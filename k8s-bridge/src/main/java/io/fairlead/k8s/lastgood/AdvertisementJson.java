package io.fairlead.k8s.lastgood;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.config.BgpAdvertisement;
import io.fairlead.config.BgpCommunity;
import io.fairlead.config.L2Advertisement;
import io.fairlead.config.PreferredNodes;
import java.util.Collection;
import java.util.TreeSet;

/** Advertisements of both kinds. */
final class AdvertisementJson {
  private AdvertisementJson() {}

  static void write(L2Advertisement advertisement, ObjectNode node) {
    node.put("name", advertisement.name());
    texts(advertisement.pools(), node, "pools");
    SelectorJson.write(advertisement.poolSelectors(), node.putArray("poolSelectors"));
    SelectorJson.write(advertisement.nodeSelectors(), node.putArray("nodeSelectors"));
    texts(advertisement.interfaces(), node, "interfaces");
    SelectorJson.write(advertisement.serviceSelectors(), node.putArray("serviceSelectors"));
    var preferred = node.putArray("preferredNodes");
    for (var preference : advertisement.preferredNodes()) {
      var entry = preferred.addObject();
      entry.put("weight", preference.weight());
      SelectorJson.write(preference.nodes(), entry.putObject("nodes"));
    }
  }

  static L2Advertisement readL2(JsonFields fields) {
    return new L2Advertisement(
        fields.text("name"),
        new TreeSet<>(fields.texts("pools")),
        fields.list("poolSelectors", SelectorJson::read),
        fields.list("nodeSelectors", SelectorJson::read),
        new TreeSet<>(fields.texts("interfaces")),
        fields.list("serviceSelectors", SelectorJson::read),
        fields.list("preferredNodes", AdvertisementJson::preferred));
  }

  private static PreferredNodes preferred(JsonFields fields) {
    return new PreferredNodes(
        fields.integer("weight"),
        fields
            .optional("nodes", SelectorJson::read)
            .orElseThrow(() -> new IllegalArgumentException("\"nodes\" is missing")));
  }

  static void write(BgpAdvertisement advertisement, ObjectNode node) {
    node.put("name", advertisement.name());
    node.put("aggregationLength", advertisement.aggregationLength());
    node.put("aggregationLengthV6", advertisement.aggregationLengthV6());
    node.put("localPref", advertisement.localPref());
    texts(
        advertisement.communities().stream().map(BgpCommunity::toString).toList(),
        node,
        "communities");
    texts(advertisement.pools(), node, "pools");
    SelectorJson.write(advertisement.poolSelectors(), node.putArray("poolSelectors"));
    SelectorJson.write(advertisement.nodeSelectors(), node.putArray("nodeSelectors"));
    SelectorJson.write(advertisement.serviceSelectors(), node.putArray("serviceSelectors"));
    texts(advertisement.peers(), node, "peers");
  }

  static BgpAdvertisement readBgp(JsonFields fields) {
    return new BgpAdvertisement(
        fields.text("name"),
        fields.integer("aggregationLength"),
        fields.integer("aggregationLengthV6"),
        fields.number("localPref"),
        new TreeSet<>(fields.texts("communities").stream().map(BgpCommunity::parse).toList()),
        new TreeSet<>(fields.texts("pools")),
        fields.list("poolSelectors", SelectorJson::read),
        fields.list("nodeSelectors", SelectorJson::read),
        fields.list("serviceSelectors", SelectorJson::read),
        new TreeSet<>(fields.texts("peers")));
  }

  static void texts(Collection<String> values, ObjectNode node, String field) {
    var array = node.putArray(field);
    values.forEach(array::add);
  }
}
