package io.fairlead.ipam.actor;

import io.fairlead.ipam.AddressPool;
import io.fairlead.ipam.AddressPoolEvent.PoolConfigured;
import io.fairlead.ipam.FormerHold;
import io.fairlead.ipam.Holding;
import io.fairlead.journal.Ledger;
import java.util.List;
import org.apache.pekko.persistence.typed.SnapshotAdapter;

/** A stored form of a pool as plain as tests need it. */
record TestSnapshot(
    long number,
    String name,
    PoolConfigured configured,
    boolean retired,
    List<Holding> holdings,
    List<FormerHold> former) {

  static final class Adapter implements SnapshotAdapter<Ledger<AddressPool>> {
    @Override
    public Object toJournal(Ledger<AddressPool> ledger) {
      var pool = ledger.state();
      return new TestSnapshot(
          ledger.number(),
          pool.name(),
          pool.configured(),
          pool.isRetired(),
          pool.holdings(),
          pool.formerHolds());
    }

    @Override
    public Ledger<AddressPool> fromJournal(Object stored) {
      var it = (TestSnapshot) stored;
      return new Ledger<>(
          it.number,
          AddressPool.restore(it.name, it.configured, it.retired, it.holdings, it.former));
    }
  }
}
