package io.fairlead.persistence.schema;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.ipam.AddressPoolEvent;
import io.fairlead.ipam.AddressPoolEvent.AddressesAssigned;
import io.fairlead.ipam.AddressPoolEvent.AddressesReleased;
import io.fairlead.ipam.AddressPoolEvent.PoolConfigured;
import io.fairlead.ipam.AddressPoolEvent.PoolRetired;
import io.fairlead.net.IpAddress;
import io.fairlead.net.IpRange;
import java.util.List;

/** Stored form of {@link AddressPoolEvent}. Ranges are stored as {@code first-last}. */
final class AddressPoolSchema {
  private static final StoredType<AddressPoolEvent> CONFIGURED =
      StoredType.first(
          "pool.configured",
          fields ->
              new PoolConfigured(
                  fields.parsedList("ranges", IpRange::parse), fields.flag("avoidBuggyIps")));
  private static final StoredType<AddressPoolEvent> RETIRED =
      StoredType.first("pool.retired", fields -> new PoolRetired());
  private static final StoredType<AddressPoolEvent> ASSIGNED =
      StoredType.first(
          "pool.addresses-assigned",
          fields ->
              new AddressesAssigned(
                  fields.parsed("service", ServiceKey::parse),
                  fields.parsedList("addresses", IpAddress::parse),
                  fields.text("requestDigest")));
  private static final StoredType<AddressPoolEvent> RELEASED =
      StoredType.first(
          "pool.addresses-released",
          fields ->
              new AddressesReleased(
                  fields.parsed("service", ServiceKey::parse),
                  fields.parsedList("addresses", IpAddress::parse)));

  static final EventSchema<AddressPoolEvent> SCHEMA =
      new EventSchema<>(
          AddressPoolSchema::encode, List.of(CONFIGURED, RETIRED, ASSIGNED, RELEASED));

  private AddressPoolSchema() {}

  private static StoredType.Encoded<AddressPoolEvent> encode(AddressPoolEvent event) {
    return switch (event) {
      case PoolConfigured(var ranges, var avoidBuggyIps) ->
          CONFIGURED.with(
              fields -> fields.texts("ranges", ranges).flag("avoidBuggyIps", avoidBuggyIps));
      case PoolRetired() -> RETIRED.with(fields -> {});
      case AddressesAssigned(var service, var addresses, var requestDigest) ->
          ASSIGNED.with(
              fields ->
                  fields
                      .text("service", service)
                      .texts("addresses", addresses)
                      .text("requestDigest", requestDigest));
      case AddressesReleased(var service, var addresses) ->
          RELEASED.with(fields -> fields.text("service", service).texts("addresses", addresses));
    };
  }
}
