package io.fairlead.k8s.lastgood;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.config.BgpPeer;
import io.fairlead.config.LbConfig;
import io.fairlead.config.PoolConfig;
import io.fairlead.config.Reservation;
import io.fairlead.config.ReuseRules;
import io.fairlead.config.ServiceAllocation;
import io.fairlead.net.IpRange;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The configuration as JSON, mapped by hand so that a renamed field in the code changes no file.
 * The field {@code schema} names form and version; a stored version never changes its meaning.
 * Faults are not kept: they come anew from the objects.
 */
final class LastGoodJson {
  static final String SCHEMA = "last-good-configuration:1";

  private LastGoodJson() {}

  static ObjectNode write(LbConfig config) {
    var root = JsonNodeFactory.instance.objectNode();
    root.put("schema", SCHEMA);
    var pools = root.putArray("pools");
    config.pools().values().forEach(pool -> write(pool, pools.addObject()));
    var l2 = root.putArray("l2Advertisements");
    config.l2Advertisements().forEach(a -> AdvertisementJson.write(a, l2.addObject()));
    var bgp = root.putArray("bgpAdvertisements");
    config.bgpAdvertisements().forEach(a -> AdvertisementJson.write(a, bgp.addObject()));
    var peers = root.putArray("peers");
    config.peers().values().forEach(peer -> PeerJson.write(peer, peers.addObject()));
    var nodePeers = root.putArray("nodePeers");
    config
        .nodePeers()
        .forEach(
            (node, own) -> {
              var entry = nodePeers.addObject();
              entry.put("node", node);
              var array = entry.putArray("peers");
              own.values().forEach(peer -> PeerJson.write(peer, array.addObject()));
            });
    return root;
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException when the text has another schema or shape; the text says which
   */
  static LbConfig read(JsonNode root) {
    var fields = new JsonFields(root);
    String schema = fields.text("schema");
    if (!schema.equals(SCHEMA)) {
      throw new IllegalArgumentException("schema " + schema + " is not known, only " + SCHEMA);
    }
    var pools = new TreeMap<String, PoolConfig>();
    fields.list("pools", LastGoodJson::pool).forEach(pool -> pools.put(pool.name(), pool));
    var nodePeers = new TreeMap<String, SortedMap<String, BgpPeer>>();
    fields.list(
        "nodePeers",
        entry -> nodePeers.put(entry.text("node"), byName(entry.list("peers", PeerJson::read))));
    return new LbConfig(
        pools,
        fields.list("l2Advertisements", AdvertisementJson::readL2),
        fields.list("bgpAdvertisements", AdvertisementJson::readBgp),
        byName(fields.list("peers", PeerJson::read)),
        nodePeers,
        List.of());
  }

  private static SortedMap<String, BgpPeer> byName(List<BgpPeer> peers) {
    var byName = new TreeMap<String, BgpPeer>();
    peers.forEach(peer -> byName.put(peer.name(), peer));
    return byName;
  }

  private static void write(PoolConfig pool, ObjectNode node) {
    node.put("name", pool.name());
    AdvertisementJson.texts(pool.ranges().stream().map(IpRange::toString).toList(), node, "ranges");
    node.put("autoAssign", pool.autoAssign());
    node.put("avoidBuggyIps", pool.avoidBuggyIps());
    pool.allocation()
        .ifPresent(
            allocation -> {
              var own = node.putObject("allocation");
              own.put("priority", allocation.priority());
              AdvertisementJson.texts(allocation.namespaces(), own, "namespaces");
              SelectorJson.write(
                  allocation.namespaceSelectors(), own.putArray("namespaceSelectors"));
              SelectorJson.write(allocation.serviceSelectors(), own.putArray("serviceSelectors"));
            });
    var labels = node.putObject("labels");
    pool.labels().forEach(labels::put);
    var reservations = node.putArray("reservations");
    for (var reservation : pool.reservations()) {
      var entry = reservations.addObject();
      entry.put("range", reservation.range().toString());
      reservation.service().ifPresent(service -> entry.put("service", service));
    }
    node.put("retentionMillis", pool.reuse().retention().toMillis());
    node.put("quarantineMillis", pool.reuse().quarantine().toMillis());
  }

  private static PoolConfig pool(JsonFields fields) {
    return new PoolConfig(
        fields.text("name"),
        fields.texts("ranges").stream().map(IpRange::parse).toList(),
        fields.flag("autoAssign"),
        fields.flag("avoidBuggyIps"),
        fields.optional("allocation", LastGoodJson::allocation),
        fields.textMap("labels"),
        fields.list("reservations", LastGoodJson::reservation),
        new ReuseRules(
            Duration.ofMillis(fields.number("retentionMillis")),
            Duration.ofMillis(fields.number("quarantineMillis"))));
  }

  private static Reservation reservation(JsonFields fields) {
    return new Reservation(IpRange.parse(fields.text("range")), fields.optionalText("service"));
  }

  private static ServiceAllocation allocation(JsonFields fields) {
    return new ServiceAllocation(
        fields.integer("priority"),
        new TreeSet<>(fields.texts("namespaces")),
        fields.list("namespaceSelectors", SelectorJson::read),
        fields.list("serviceSelectors", SelectorJson::read));
  }
}
