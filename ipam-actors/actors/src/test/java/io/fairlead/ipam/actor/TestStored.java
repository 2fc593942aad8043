package io.fairlead.ipam.actor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fairlead.ipam.AddressPoolEvent;
import io.fairlead.ipam.ServiceAssignmentEvent;
import io.fairlead.journal.Recorded;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.apache.pekko.persistence.typed.EventAdapter;
import org.apache.pekko.persistence.typed.EventSeq;

/** A stored form as plain as tests need it. */
record TestStored(long number, long atMillis, String type, String json) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .findAndAddModules()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  static IpamSchemas schemas() {
    return new IpamSchemas(
        new Adapter<>(AddressPoolEvent.class),
        new Adapter<>(ServiceAssignmentEvent.class),
        Optional.empty());
  }

  static <E> TestStored of(Recorded<E> recorded) {
    var event = recorded.event();
    try {
      return new TestStored(
          recorded.number(),
          recorded.at().toEpochMilli(),
          ((Object) event).getClass().getSimpleName(),
          JSON.writeValueAsString(event));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  <E> Recorded<E> read(Class<E> sealed) {
    var record =
        Arrays.stream(sealed.getPermittedSubclasses())
            .filter(c -> c.getSimpleName().equals(type))
            .findFirst()
            .orElseThrow();
    try {
      return new Recorded<>(
          number, Instant.ofEpochMilli(atMillis), sealed.cast(JSON.readValue(json, record)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Adapter<E> extends EventAdapter<Recorded<E>, TestStored> {
    private final Class<E> sealed;

    Adapter(Class<E> sealed) {
      this.sealed = sealed;
    }

    @Override
    public TestStored toJournal(Recorded<E> recorded) {
      return of(recorded);
    }

    @Override
    public String manifest(Recorded<E> recorded) {
      return "";
    }

    @Override
    public EventSeq<Recorded<E>> fromJournal(TestStored stored, String manifest) {
      return EventSeq.single(stored.read(sealed));
    }
  }
}
