package io.fairlead.persistence.adapter;

import io.fairlead.ipam.AddressPoolEvent;
import io.fairlead.ipam.ServiceAssignmentEvent;
import io.fairlead.journal.Recorded;
import io.fairlead.persistence.schema.EventSchema;
import io.fairlead.persistence.schema.Stored;
import io.fairlead.persistence.schema.StoredSchemas;
import io.fairlead.placement.PlacementEvent;
import org.apache.pekko.persistence.typed.EventAdapter;
import org.apache.pekko.persistence.typed.EventSeq;

/** The event adapters of the journaled entities. */
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
