package io.fairlead.k8s.lastgood;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.config.BfdProfile;
import io.fairlead.config.BgpPeer;
import io.fairlead.config.PeerAsn;
import io.fairlead.config.PeerPassword;
import io.fairlead.config.PeerTarget;
import io.fairlead.config.PeerTimers;
import io.fairlead.net.IpAddress;
import java.time.Duration;
import java.util.Optional;

/** BGP peers with what they refer to. */
final class PeerJson {
  private PeerJson() {}

  static void write(BgpPeer peer, ObjectNode node) {
    node.put("name", peer.name());
    node.put("myAsn", peer.myAsn());
    switch (peer.peerAsn()) {
      case PeerAsn.Fixed(var asn) -> node.put("peerAsn", asn);
      case PeerAsn.Internal() -> node.put("dynamicAsn", "internal");
      case PeerAsn.External() -> node.put("dynamicAsn", "external");
    }
    peer.localAsn().ifPresent(asn -> node.put("localAsn", asn));
    switch (peer.target()) {
      case PeerTarget.Address(var address) -> node.put("address", address.toString());
      case PeerTarget.Interface(var name) -> node.put("interface", name);
    }
    peer.sourceAddress().ifPresent(address -> node.put("sourceAddress", address.toString()));
    node.put("port", peer.port());
    peer.timers().hold().ifPresent(time -> node.put("holdSeconds", time.toSeconds()));
    peer.timers().keepalive().ifPresent(time -> node.put("keepaliveSeconds", time.toSeconds()));
    peer.timers().connect().ifPresent(time -> node.put("connectSeconds", time.toSeconds()));
    peer.routerId().ifPresent(id -> node.put("routerId", id.toString()));
    SelectorJson.write(peer.nodeSelectors(), node.putArray("nodeSelectors"));
    peer.password().ifPresent(password -> node.put("password", password.secret()));
    peer.bfdProfile().ifPresent(profile -> write(profile, node.putObject("bfdProfile")));
    node.put("gracefulRestart", peer.gracefulRestart());
    node.put("ebgpMultiHop", peer.ebgpMultiHop());
    node.put("vrf", peer.vrf());
    node.put("dualStack", peer.dualStack());
  }

  private static void write(BfdProfile profile, ObjectNode node) {
    node.put("name", profile.name());
    node.put("receiveMillis", profile.receiveMillis());
    node.put("transmitMillis", profile.transmitMillis());
    node.put("detectMultiplier", profile.detectMultiplier());
    node.put("echoMillis", profile.echoMillis());
    node.put("echoMode", profile.echoMode());
    node.put("passiveMode", profile.passiveMode());
    node.put("minimumTtl", profile.minimumTtl());
  }

  static BgpPeer read(JsonFields fields) {
    return new BgpPeer(
        fields.text("name"),
        fields.number("myAsn"),
        peerAsn(fields),
        fields.optionalNumber("localAsn"),
        target(fields),
        fields.optionalText("sourceAddress").map(IpAddress::parse),
        fields.integer("port"),
        new PeerTimers(
            seconds(fields, "holdSeconds"),
            seconds(fields, "keepaliveSeconds"),
            seconds(fields, "connectSeconds")),
        fields.optionalText("routerId").map(IpAddress::parse),
        fields.list("nodeSelectors", SelectorJson::read),
        fields.optionalText("password").map(PeerPassword::new),
        fields.optional("bfdProfile", PeerJson::bfdProfile),
        fields.flag("gracefulRestart"),
        fields.flag("ebgpMultiHop"),
        fields.text("vrf"),
        fields.flag("dualStack"));
  }

  private static PeerAsn peerAsn(JsonFields fields) {
    return switch (fields.optionalText("dynamicAsn").orElse("")) {
      case "internal" -> new PeerAsn.Internal();
      case "external" -> new PeerAsn.External();
      default -> new PeerAsn.Fixed(fields.number("peerAsn"));
    };
  }

  private static PeerTarget target(JsonFields fields) {
    return fields
        .optionalText("interface")
        .<PeerTarget>map(PeerTarget.Interface::new)
        .orElseGet(() -> new PeerTarget.Address(IpAddress.parse(fields.text("address"))));
  }

  private static Optional<Duration> seconds(JsonFields fields, String field) {
    return fields.optionalNumber(field).map(Duration::ofSeconds);
  }

  private static BfdProfile bfdProfile(JsonFields fields) {
    return new BfdProfile(
        fields.text("name"),
        fields.integer("receiveMillis"),
        fields.integer("transmitMillis"),
        fields.integer("detectMultiplier"),
        fields.integer("echoMillis"),
        fields.flag("echoMode"),
        fields.flag("passiveMode"),
        fields.integer("minimumTtl"));
  }
}
