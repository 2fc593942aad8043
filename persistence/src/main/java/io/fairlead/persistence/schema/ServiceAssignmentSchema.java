package io.fairlead.persistence.schema;

import io.fairlead.ipam.ClearReason;
import io.fairlead.ipam.PoolRefusal;
import io.fairlead.ipam.RejectReason;
import io.fairlead.ipam.ServiceAssignmentEvent;
import io.fairlead.ipam.ServiceAssignmentEvent.AssignmentCleared;
import io.fairlead.ipam.ServiceAssignmentEvent.AssignmentMade;
import io.fairlead.ipam.ServiceAssignmentEvent.AssignmentRefused;
import java.util.List;

/** Stored form of {@link ServiceAssignmentEvent}. Reasons are stored by name. */
final class ServiceAssignmentSchema {
  private static final StoredType<ServiceAssignmentEvent> MADE =
      new StoredType<>(
          "assignment.made",
          List.of(PoolFields::addReasons),
          fields ->
              new AssignmentMade(
                  fields.text("pool"),
                  fields.objects("grants", PoolFields::readGrant),
                  fields.text("requestDigest")));
  private static final StoredType<ServiceAssignmentEvent> REFUSED =
      StoredType.first(
          "assignment.refused",
          fields ->
              new AssignmentRefused(
                  fields.objects("refusals", ServiceAssignmentSchema::readRefusal),
                  fields.text("requestDigest")));
  private static final StoredType<ServiceAssignmentEvent> CLEARED =
      StoredType.first(
          "assignment.cleared",
          fields -> new AssignmentCleared(fields.parsed("reason", ClearReason::valueOf)));

  static final EventSchema<ServiceAssignmentEvent> SCHEMA =
      new EventSchema<>(ServiceAssignmentSchema::encode, List.of(MADE, REFUSED, CLEARED));

  private ServiceAssignmentSchema() {}

  private static StoredType.Encoded<ServiceAssignmentEvent> encode(ServiceAssignmentEvent event) {
    return switch (event) {
      case AssignmentMade(var pool, var grants, var requestDigest) ->
          MADE.with(
              fields ->
                  fields
                      .text("pool", pool)
                      .objects("grants", grants, PoolFields::writeGrant)
                      .text("requestDigest", requestDigest));
      case AssignmentRefused(var refusals, var requestDigest) ->
          REFUSED.with(
              fields ->
                  fields
                      .objects("refusals", refusals, ServiceAssignmentSchema::writeRefusal)
                      .text("requestDigest", requestDigest));
      case AssignmentCleared(var reason) -> CLEARED.with(fields -> fields.name("reason", reason));
    };
  }

  private static void writeRefusal(PoolRefusal refusal, FieldWriter fields) {
    fields
        .text("pool", refusal.pool())
        .name("reason", refusal.reason())
        .text("detail", refusal.detail());
  }

  private static PoolRefusal readRefusal(FieldReader fields) {
    return new PoolRefusal(
        fields.text("pool"), fields.parsed("reason", RejectReason::valueOf), fields.text("detail"));
  }
}
