package io.fairlead.persistence.adapter;

import io.fairlead.ipam.AddressPool;
import io.fairlead.ipam.AddressPoolEvent;
import io.fairlead.ipam.ServiceAssignmentEvent;
import io.fairlead.journal.Ledger;
import io.fairlead.journal.Recorded;
import io.fairlead.persistence.schema.EventSchema;
import io.fairlead.persistence.schema.SnapshotSchema;
import io.fairlead.persistence.schema.Stored;
import io.fairlead.persistence.schema.StoredSchemas;
import io.fairlead.placement.PlacementEvent;
import io.fairlead.placement.PlacementMemory;
import org.apache.pekko.persistence.typed.EventAdapter;
import org.apache.pekko.persistence.typed.EventSeq;
import org.apache.pekko.persistence.typed.SnapshotAdapter;

/** The adapters of the journaled entities. */
public final class StoredAdapters {
  private StoredAdapters() {}

  public static EventAdapter<Recorded<AddressPoolEvent>, Stored> addressPool() {
    return new SchemaAdapter<>(StoredSchemas.addressPool());
  }

  public static EventAdapter<Recorded<ServiceAssignmentEvent>, Stored> serviceAssignment() {
    return new SchemaAdapter<>(StoredSchemas.serviceAssignment());
  }

  public static EventAdapter<Recorded<PlacementEvent>, Stored> placement() {
    return new SchemaAdapter<>(StoredSchemas.placement());
  }

  public static SnapshotAdapter<Ledger<AddressPool>> poolSnapshots() {
    return new SchemaSnapshotAdapter<>(StoredSchemas.poolSnapshots());
  }

  public static SnapshotAdapter<Ledger<PlacementMemory>> placementSnapshots() {
    return new SchemaSnapshotAdapter<>(StoredSchemas.placementSnapshots());
  }

  private record SchemaSnapshotAdapter<S>(SnapshotSchema<S> schema)
      implements SnapshotAdapter<Ledger<S>> {
    @Override
    public Object toJournal(Ledger<S> state) {
      return schema.write(state);
    }

    @Override
    public Ledger<S> fromJournal(Object stored) {
      return schema.read((Stored) stored);
    }
  }

  private static final class SchemaAdapter<E> extends EventAdapter<Recorded<E>, Stored> {
    private final EventSchema<E> schema;

    SchemaAdapter(EventSchema<E> schema) {
      this.schema = schema;
    }

    /** Empty: type and version stand in the serializer's manifest. */
    @Override
    public String manifest(Recorded<E> event) {
      return "";
    }

    @Override
    public Stored toJournal(Recorded<E> event) {
      return schema.write(event);
    }

    @Override
    public EventSeq<Recorded<E>> fromJournal(Stored stored, String manifest) {
      return EventSeq.single(schema.read(stored));
    }
  }
}
