package io.fairlead.deploy.query;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.ipam.ServiceAssignment;
import io.fairlead.ipam.ServiceAssignmentEvent;
import io.fairlead.ipam.actor.ServiceAssignmentActor;
import io.fairlead.journal.Recorded;
import io.fairlead.persistence.journal.JournalUnavailableException;
import io.fairlead.persistence.log.EventLogReader;
import io.fairlead.persistence.log.LogQuery;
import io.fairlead.persistence.log.LogRecord;
import io.fairlead.persistence.schema.EventSchema;
import io.fairlead.persistence.schema.StoredSchemas;
import io.fairlead.persistence.schema.UnreadableEventException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Since when a Service holds what it holds, by the journal of this controller. */
final class HeldSince {
  private static final Logger LOG = LoggerFactory.getLogger(HeldSince.class);

  private final Path folder;
  private final EventSchema<ServiceAssignmentEvent> schema = StoredSchemas.serviceAssignment();

  HeldSince(Path folder) {
    this.folder = folder;
  }

  /** The time of the last change of its addresses, or of the first refusal; empty: not known. */
  Optional<Instant> of(ServiceKey service) {
    var id = ServiceAssignmentActor.ENTITY_TYPE_KEY.name() + "|" + service;
    try (var log = EventLogReader.open(folder);
        var records = log.read(LogQuery.ofEntity(id))) {
      return since(service, records.iterator());
    } catch (JournalUnavailableException | UnreadableEventException e) {
      LOG.warn("since when {} holds what it holds is not known: {}", service, e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<Instant> since(ServiceKey service, Iterator<LogRecord> records) {
    var assignment = ServiceAssignment.empty(service);
    var since = Optional.<Instant>empty();
    while (records.hasNext()) {
      Recorded<ServiceAssignmentEvent> recorded = schema.read(records.next().stored());
      var next = assignment.apply(recorded.event());
      if (since.isEmpty() || !next.addresses().equals(assignment.addresses())) {
        since = Optional.of(recorded.at());
      }
      assignment = next;
    }
    return since;
  }
}
