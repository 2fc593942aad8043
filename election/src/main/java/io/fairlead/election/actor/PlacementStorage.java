package io.fairlead.election.actor;

import io.fairlead.election.Placement;
import io.fairlead.journal.Ledger;
import io.fairlead.journal.Recorded;
import io.fairlead.placement.PlacementEvent;
import io.fairlead.placement.PlacementMemory;
import java.util.Optional;
import org.apache.pekko.persistence.typed.EventAdapter;
import org.apache.pekko.persistence.typed.SnapshotAdapter;

/**
 * How the placement is stored; its stored form is not its own to know.
 *
 * @param snapshots without it the placement takes no snapshots and recovers from all of its events
 */
public record PlacementStorage(
    EventAdapter<Recorded<PlacementEvent>, ?> events,
    Optional<SnapshotAdapter<Ledger<PlacementMemory>>> snapshots) {
  /** Snapshots of the placement itself. */
  Optional<SnapshotAdapter<Ledger<Placement>>> placementSnapshots() {
    return snapshots.map(Snapshots::new);
  }

  private record Snapshots(SnapshotAdapter<Ledger<PlacementMemory>> ofMemory)
      implements SnapshotAdapter<Ledger<Placement>> {
    @Override
    public Object toJournal(Ledger<Placement> ledger) {
      return ofMemory.toJournal(new Ledger<>(ledger.number(), ledger.state().memory()));
    }

    @Override
    public Ledger<Placement> fromJournal(Object stored) {
      var ledger = ofMemory.fromJournal(stored);
      return new Ledger<>(ledger.number(), Placement.restore(ledger.state()));
    }
  }
}
