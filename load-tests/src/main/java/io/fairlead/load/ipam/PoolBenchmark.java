package io.fairlead.load.ipam;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.ipam.AddressPool;
import io.fairlead.ipam.AssignRequest;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The pure pool: one assignment and one release, both decided and folded. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PoolBenchmark {
  private static final int NEWCOMERS = 1_024;

  /** The range of the pool. */
  @Param({"10.0.0.0/24", "10.0.0.0/16", "fd00::/64"})
  public String range = "";

  /** How full it is, in percent; 65,536 holdings count as a full /64. */
  @Param({"0", "50", "99"})
  public int percent;

  private AddressPool pool = AddressPool.empty("lan");
  private ServiceKey[] newcomers = new ServiceKey[0];
  private AssignRequest[] requests = new AssignRequest[0];
  private int next;

  /** Fills the pool. */
  @Setup
  public void fill() {
    pool = Pools.filled(range, percent);
    newcomers = new ServiceKey[NEWCOMERS];
    requests = new AssignRequest[NEWCOMERS];
    for (int i = 0; i < NEWCOMERS; i++) {
      newcomers[i] = new ServiceKey("namespace-" + i % 50, "newcomer-" + i);
      requests[i] = Pools.any(Pools.family(range), newcomers[i]);
    }
  }

  /** Two decisions and two folds. */
  @Benchmark
  public AddressPool assignAndRelease() {
    int i = next++ & NEWCOMERS - 1;
    var assigned = Pools.fold(pool, pool.assign(requests[i], Pools.NOW).events());
    pool = Pools.fold(assigned, assigned.release(newcomers[i], Pools.NOW));
    return pool;
  }

  /** The question that a converging Service repeats: decided, nothing to fold. */
  @Benchmark
  public Object assignAgain() {
    var service = Pools.service(0);
    return pool.assign(Pools.any(Pools.family(range), service), Pools.NOW);
  }
}
