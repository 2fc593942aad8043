package io.fairlead.k8s.write;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fairlead.k8s.crd.IPAddressPool;
import io.fairlead.k8s.crd.IPAddressPoolStatus;
import io.fairlead.k8s.watch.ObjectCache;
import java.util.Map;

/** Writes the counters of IPAddressPool objects; pools of the legacy ConfigMap have none. */
public final class PoolStatusWriter implements AutoCloseable {
  /** Counters move with every assignment; one write in this time is enough to look at. */
  private static final WriteQueue.Pace PACE = new WriteQueue.Pace(500, 500, 1);

  private final KubernetesClient client;
  private final ObjectCache cache;
  private final EchoCache<IPAddressPool> echoes = new EchoCache<>();
  private final WriteQueue queue = new WriteQueue("pool-status", PACE);

  /**
   * @param client stays the caller's
   */
  public PoolStatusWriter(KubernetesClient client, ObjectCache cache) {
    this.client = client;
    this.cache = cache;
  }

  /** Makes the pool show these counters. Returns at once; does nothing when it shows them. */
  public void write(String pool, PoolCounters counters) {
    queue.submitCompared(pool, () -> converge(pool, counters));
  }

  /** True when no write waits or runs. */
  public boolean isIdle() {
    return queue.isIdle();
  }

  /** What was written so far; from any thread. */
  public WriteStats stats() {
    return queue.stats("pool_status");
  }

  private WriteOutcome converge(String name, PoolCounters counters) {
    var shown = cache.pool(name);
    if (shown.isEmpty()) {
      return WriteOutcome.UNCHANGED;
    }
    var version = shown.get().getMetadata().getResourceVersion();
    var pool = echoes.newest(name, version, shown::get);
    if (new IPAddressPoolStatus(
            counters.assignedIpv4(),
            counters.assignedIpv6(),
            counters.availableIpv4(),
            counters.availableIpv6())
        .equals(pool.getStatus())) {
      return WriteOutcome.UNCHANGED;
    }
    var status =
        Map.<String, Object>of(
            "assignedIPv4", counters.assignedIpv4(),
            "assignedIPv6", counters.assignedIpv6(),
            "availableIPv4", counters.availableIpv4(),
            "availableIPv6", counters.availableIpv6());
    var body = StatusPatch.body(pool, Map.of(), status);
    var answer = StatusPatch.apply(client, IPAddressPool.class, body);
    echoes.put(name, version, answer);
    return WriteOutcome.WRITTEN;
  }

  @Override
  public void close() {
    queue.close();
  }
}
