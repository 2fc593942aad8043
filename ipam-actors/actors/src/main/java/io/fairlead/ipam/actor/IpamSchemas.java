package io.fairlead.ipam.actor;

import io.fairlead.ipam.AddressPool;
import io.fairlead.ipam.AddressPoolEvent;
import io.fairlead.ipam.ServiceAssignmentEvent;
import io.fairlead.journal.Ledger;
import io.fairlead.journal.Recorded;
import java.util.Optional;
import org.apache.pekko.persistence.typed.EventAdapter;
import org.apache.pekko.persistence.typed.SnapshotAdapter;

/**
 * How the entities are stored; their stored form is not theirs to know.
 *
 * @param poolSnapshots without it a pool takes no snapshots and recovers from all of its events
 */
public record IpamSchemas(
    EventAdapter<Recorded<AddressPoolEvent>, ?> poolEvents,
    EventAdapter<Recorded<ServiceAssignmentEvent>, ?> assignmentEvents,
    Optional<SnapshotAdapter<Ledger<AddressPool>>> poolSnapshots) {}
