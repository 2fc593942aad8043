package io.fairlead.persistence.schema;

import io.fairlead.ipam.AddressPool;
import io.fairlead.ipam.AddressPoolEvent;
import io.fairlead.ipam.ServiceAssignmentEvent;
import io.fairlead.placement.PlacementEvent;
import io.fairlead.placement.PlacementMemory;
import java.util.List;

/** The stored forms of all events and snapshots that Fairlead journals. */
public final class StoredSchemas {
  private StoredSchemas() {}

  public static EventSchema<AddressPoolEvent> addressPool() {
    return AddressPoolSchema.SCHEMA;
  }

  public static EventSchema<ServiceAssignmentEvent> serviceAssignment() {
    return ServiceAssignmentSchema.SCHEMA;
  }

  public static EventSchema<PlacementEvent> placement() {
    return PlacementSchema.SCHEMA;
  }

  public static SnapshotSchema<AddressPool> poolSnapshots() {
    return PoolSnapshotSchema.SCHEMA;
  }

  public static SnapshotSchema<PlacementMemory> placementSnapshots() {
    return PlacementSnapshotSchema.SCHEMA;
  }

  /** Every schema of a whole state. */
  public static List<SnapshotSchema<?>> allSnapshots() {
    return List.of(poolSnapshots(), placementSnapshots());
  }

  /** Every schema; no stored name occurs in two of them. */
  public static List<EventSchema<?>> all() {
    return List.of(addressPool(), serviceAssignment(), placement());
  }
}
