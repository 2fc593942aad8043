package io.fairlead.persistence.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.cluster.ServicePort;
import io.fairlead.config.Reservation;
import io.fairlead.config.ReuseRules;
import io.fairlead.ipam.Grant;
import io.fairlead.ipam.GrantReason;
import io.fairlead.ipam.Sharing;
import io.fairlead.net.IpAddress;
import io.fairlead.net.IpRange;
import java.time.Duration;
import java.util.Optional;

/** Parts that several stored types of address management have in common, and their up-casts. */
final class PoolFields {
  private PoolFields() {}

  static Grant readGrant(FieldReader fields) {
    return new Grant(
        fields.parsed("address", IpAddress::parse), fields.parsed("reason", GrantReason::valueOf));
  }

  static void writeGrant(Grant grant, FieldWriter fields) {
    fields.text("address", grant.address()).name("reason", grant.reason());
  }

  /** Empty texts and an empty list when nothing is shared. */
  static Sharing readSharing(FieldReader fields) {
    return new Sharing(
        fields.text("sharingKey"),
        fields.text("backendKey"),
        fields.objects("ports", PoolFields::readPort));
  }

  static FieldWriter writeSharing(Sharing sharing, FieldWriter fields) {
    return fields
        .text("sharingKey", sharing.key())
        .text("backendKey", sharing.backend())
        .objects("ports", sharing.ports(), PoolFields::writePort);
  }

  private static ServicePort readPort(FieldReader fields) {
    return new ServicePort(fields.text("protocol"), Math.toIntExact(fields.number("port")));
  }

  private static void writePort(ServicePort port, FieldWriter fields) {
    fields.text("protocol", port.protocol()).number("port", port.port());
  }

  /** The Service is an empty text when the range is excluded. */
  static Reservation readReservation(FieldReader fields) {
    var service = fields.text("service");
    return new Reservation(
        fields.parsed("range", IpRange::parse),
        service.isEmpty() ? Optional.empty() : Optional.of(service));
  }

  static void writeReservation(Reservation reservation, FieldWriter fields) {
    fields.text("range", reservation.range()).text("service", reservation.service().orElse(""));
  }

  static ReuseRules readReuse(FieldReader fields) {
    return new ReuseRules(
        fields.parsed("retention", Duration::parse), fields.parsed("quarantine", Duration::parse));
  }

  static void writeReuse(ReuseRules reuse, FieldWriter fields) {
    fields.text("retention", reuse.retention()).text("quarantine", reuse.quarantine());
  }

  /** Before there were rules of re-use, addresses were given out again at once. */
  static ObjectNode addDefaultRules(ObjectNode json) {
    json.putArray("reservations");
    return json.put("retention", Duration.ZERO.toString())
        .put("quarantine", Duration.ZERO.toString());
  }

  /** Before reasons were recorded, {@code addresses} stood where {@code grants} stand now. */
  static ObjectNode addReasons(ObjectNode json) {
    JsonNode addresses = json.remove("addresses");
    ArrayNode grants = json.putArray("grants");
    if (addresses != null) {
      for (JsonNode address : addresses) {
        grants
            .addObject()
            .put("address", address.asText())
            .put("reason", GrantReason.UNRECORDED.name());
      }
    }
    return json;
  }

  /** Before sharing, every address had one holder. */
  static ObjectNode addSharing(ObjectNode json) {
    json.put("sharingKey", "").put("backendKey", "").putArray("ports");
    return json;
  }

  /** Before decisions knew the time, the envelope alone had it. */
  static ObjectNode addTime(ObjectNode json) {
    return json.put("time", json.path("at").asText());
  }
}
