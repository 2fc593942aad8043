package io.fairlead.persistence.schema;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.config.Reservation;
import io.fairlead.ipam.AddressPoolEvent;
import io.fairlead.ipam.AddressPoolEvent.AddressesAssigned;
import io.fairlead.ipam.AddressPoolEvent.AddressesReleased;
import io.fairlead.ipam.AddressPoolEvent.PoolConfigured;
import io.fairlead.ipam.AddressPoolEvent.PoolRetired;
import io.fairlead.net.IpAddress;
import io.fairlead.net.IpRange;
import java.time.Instant;
import java.util.List;

/** Stored form of {@link AddressPoolEvent}. Ranges are stored as {@code first-last}. */
final class AddressPoolSchema {
  private static final StoredType<AddressPoolEvent> CONFIGURED =
      new StoredType<>(
          "pool.configured",
          List.of(PoolFields::addDefaultRules),
          fields ->
              new PoolConfigured(
                  fields.parsedList("ranges", IpRange::parse),
                  fields.flag("avoidBuggyIps"),
                  fields.objects("reservations", PoolFields::readReservation),
                  PoolFields.readReuse(fields)));

  private static final StoredType<AddressPoolEvent> RETIRED =
      StoredType.first("pool.retired", fields -> new PoolRetired());

  private static final StoredType<AddressPoolEvent> ASSIGNED =
      new StoredType<>(
          "pool.addresses-assigned",
          List.of(json -> PoolFields.addTime(PoolFields.addSharing(PoolFields.addReasons(json)))),
          fields ->
              new AddressesAssigned(
                  fields.parsed("service", ServiceKey::parse),
                  fields.objects("grants", PoolFields::readGrant),
                  fields.text("requestDigest"),
                  PoolFields.readSharing(fields),
                  fields.parsed("time", Instant::parse)));

  private static final StoredType<AddressPoolEvent> RELEASED =
      new StoredType<>(
          "pool.addresses-released",
          List.of(PoolFields::addTime),
          fields ->
              new AddressesReleased(
                  fields.parsed("service", ServiceKey::parse),
                  fields.parsedList("addresses", IpAddress::parse),
                  fields.parsed("time", Instant::parse)));

  static final EventSchema<AddressPoolEvent> SCHEMA =
      new EventSchema<>(
          AddressPoolSchema::encode, List.of(CONFIGURED, RETIRED, ASSIGNED, RELEASED));

  private AddressPoolSchema() {}

  private static StoredType.Encoded<AddressPoolEvent> encode(AddressPoolEvent event) {
    return switch (event) {
      case PoolConfigured configured ->
          CONFIGURED.with(fields -> writeConfigured(configured, fields));
      case PoolRetired() -> RETIRED.with(fields -> {});
      case AddressesAssigned(var service, var grants, var digest, var sharing, var time) ->
          ASSIGNED.with(
              fields ->
                  PoolFields.writeSharing(
                          sharing,
                          fields
                              .text("service", service)
                              .objects("grants", grants, PoolFields::writeGrant)
                              .text("requestDigest", digest))
                      .text("time", time));
      case AddressesReleased(var service, var addresses, var time) ->
          RELEASED.with(
              fields ->
                  fields.text("service", service).texts("addresses", addresses).text("time", time));
    };
  }

  /** The fields of a pool's configuration, also in its snapshots. */
  static void writeConfigured(PoolConfigured configured, FieldWriter fields) {
    List<Reservation> reservations = configured.reservations();
    fields
        .texts("ranges", configured.ranges())
        .flag("avoidBuggyIps", configured.avoidBuggyIps())
        .objects("reservations", reservations, PoolFields::writeReservation);
    PoolFields.writeReuse(configured.reuse(), fields);
  }

  static PoolConfigured readConfigured(FieldReader fields) {
    return (PoolConfigured) CONFIGURED.reader().apply(fields);
  }
}
