package io.fairlead.persistence.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.ipam.AddressPoolEvent;
import io.fairlead.ipam.ServiceAssignmentEvent;
import io.fairlead.journal.Recorded;
import io.fairlead.persistence.adapter.StoredSerializer;
import io.fairlead.placement.PlacementEvent;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Event to bytes and back, whatever the values. */
class StoredRoundTripTest {
  private final StoredSerializer serializer = new StoredSerializer();

  @Property(tries = 500)
  void addressPoolEvents_comeBackEqual(@ForAll("addressPool") Recorded<AddressPoolEvent> recorded) {
    assertComesBack(StoredSchemas.addressPool(), recorded);
  }

  @Property(tries = 500)
  void serviceAssignmentEvents_comeBackEqual(
      @ForAll("serviceAssignment") Recorded<ServiceAssignmentEvent> recorded) {
    assertComesBack(StoredSchemas.serviceAssignment(), recorded);
  }

  @Property(tries = 500)
  void placementEvents_comeBackEqual(@ForAll("placement") Recorded<PlacementEvent> recorded) {
    assertComesBack(StoredSchemas.placement(), recorded);
  }

  private <E> void assertComesBack(EventSchema<E> schema, Recorded<E> recorded) {
    Stored written = schema.write(recorded);

    Object read = serializer.fromBinary(serializer.toBinary(written), serializer.manifest(written));

    assertEquals(written, read);
    assertEquals(recorded, schema.read((Stored) read));
    var envelope = EventSchema.envelope((Stored) read);
    assertEquals(recorded.number(), envelope.number());
    assertEquals(recorded.at(), envelope.at());
  }

  @Provide
  Arbitrary<Recorded<AddressPoolEvent>> addressPool() {
    return EventArbitraries.recorded(EventArbitraries.addressPool());
  }

  @Provide
  Arbitrary<Recorded<ServiceAssignmentEvent>> serviceAssignment() {
    return EventArbitraries.recorded(EventArbitraries.serviceAssignment());
  }

  @Provide
  Arbitrary<Recorded<PlacementEvent>> placement() {
    return EventArbitraries.recorded(EventArbitraries.placement());
  }
}
