package io.fairlead.load.ipam;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.config.PoolConfig;
import io.fairlead.config.ReuseRules;
import io.fairlead.ipam.AddressPool;
import io.fairlead.ipam.AddressPoolEvent;
import io.fairlead.ipam.AssignRequest;
import io.fairlead.net.IpFamily;
import io.fairlead.net.IpRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** Pools to measure. */
final class Pools {
  static final Instant NOW = Instant.parse("2026-03-01T03:12:00Z");

  /** An IPv6 /64 is never full; this many holdings count as all of it. */
  private static final int IPV6_HOLDINGS = 65_536;

  private static final long SEED = 42;

  private Pools() {}

  static PoolConfig config(String range) {
    return new PoolConfig(
        "lan",
        List.of(IpRange.parse(range)),
        true,
        false,
        Optional.empty(),
        new TreeMap<>(),
        List.of(),
        new ReuseRules(Duration.ZERO, Duration.ZERO));
  }

  static ServiceKey service(int number) {
    return new ServiceKey("namespace-" + number % 50, "service-" + number);
  }

  static AssignRequest any(IpFamily family, ServiceKey service) {
    return AssignRequest.plain(
        service, List.of(family), List.of(), "0123456789abcdef0123456789abcdef");
  }

  static IpFamily family(String range) {
    return IpRange.parse(range).family();
  }

  /** How many addresses are {@code percent} of the range. */
  static int count(String range, int percent) {
    var size = IpRange.parse(range).size();
    long all = size.bitLength() > 31 ? IPV6_HOLDINGS : size.longValueExact();
    return (int) (all * percent / 100);
  }

  static AddressPool fold(AddressPool pool, List<AddressPoolEvent> events) {
    var folded = pool;
    for (AddressPoolEvent event : events) {
      folded = folded.fold(event);
    }
    return folded;
  }

  /** Filled to the end, then emptied at random down to {@code percent}: holes all over. */
  static AddressPool filled(String range, int percent) {
    var pool = AddressPool.empty("lan");
    pool = fold(pool, pool.configure(config(range)));
    if (percent == 0) {
      return pool;
    }
    int all = count(range, 100);
    var services = new ArrayList<ServiceKey>();
    for (int i = 0; i < all; i++) {
      services.add(service(i));
      pool = fold(pool, pool.assign(any(family(range), service(i)), NOW).events());
    }
    Collections.shuffle(services, new Random(SEED));
    for (ServiceKey service : services.subList(count(range, percent), all)) {
      pool = fold(pool, pool.release(service, NOW));
    }
    return pool;
  }
}
