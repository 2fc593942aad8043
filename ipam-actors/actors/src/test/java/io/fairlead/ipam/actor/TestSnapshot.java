package io.fairlead.ipam.actor;

import io.fairlead.ipam.AddressPool;
import io.fairlead.ipam.Holding;
import io.fairlead.journal.Ledger;
import io.fairlead.net.IpRange;
import java.util.List;
import org.apache.pekko.persistence.typed.SnapshotAdapter;

/** A stored form of a pool as plain as tests need it. */
record TestSnapshot(
    long number,
    String name,
    List<IpRange> ranges,
    boolean avoidBuggyIps,
    boolean retired,
    List<Holding> holdings) {

  static final class Adapter implements SnapshotAdapter<Ledger<AddressPool>> {
    @Override
    public Object toJournal(Ledger<AddressPool> ledger) {
      var pool = ledger.state();
      return new TestSnapshot(
          ledger.number(),
          pool.name(),
          pool.ranges(),
          pool.avoidBuggyIps(),
          pool.isRetired(),
          pool.holdings());
    }

    @Override
    public Ledger<AddressPool> fromJournal(Object stored) {
      var it = (TestSnapshot) stored;
      return new Ledger<>(
          it.number,
          AddressPool.restore(it.name, it.ranges, it.avoidBuggyIps, it.retired, it.holdings));
    }
  }
}
