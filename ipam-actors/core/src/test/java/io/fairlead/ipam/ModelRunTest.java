package io.fairlead.ipam;

import static io.fairlead.ipam.Fixture.DUAL;
import static io.fairlead.ipam.Fixture.T0;
import static io.fairlead.ipam.Fixture.V4;
import static io.fairlead.ipam.Fixture.V6;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.cluster.ServicePort;
import io.fairlead.config.PoolConfig;
import io.fairlead.net.IpAddress;
import io.fairlead.net.IpFamily;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A hundred thousand random operations on the real pool and on a naive one, side by side. */
class ModelRunTest {
  private static final int OPERATIONS = 25_000;
  private static final int CHECK_EVERY = 500;
  private static final List<String> NAMESPACES = List.of("shop", "bank", "dev");
  private static final List<String> KEYS = List.of("", "", "", "k", "k", "l");
  private static final List<PoolConfig> CONFIGS =
      List.of(
          config("on=10.0.0.250-10.0.1.9,fd00::/125"),
          config("avoid", "on=10.0.0.250-10.0.1.9,fd00::/125", "retention=2m"),
          config("on=10.0.1.3-10.0.1.12,10.0.0.252-10.0.0.255", "retention=0s", "quarantine=0s"),
          config("on=10.0.0.250-10.0.1.9,fd00::/126", "retention=10s", "quarantine=1m"),
          config(
              "on=10.0.0.250-10.0.1.9,fd00::/125",
              "reserved=10.0.0.251=shop/s1,10.0.0.254-10.0.1.1=bank/s2,10.0.1.4,fd00::/127"),
          config("on=10.0.0.250-10.0.0.253", "reserved=10.0.0.252-10.0.0.253=dev/s3"));

  private static PoolConfig config(String... fields) {
    var words = new ArrayList<>(List.of("lan"));
    words.addAll(List.of(fields));
    return ScriptObjects.pool(words);
  }

  private AddressPool pool = AddressPool.empty("lan");
  private final NaivePool model = new NaivePool(CONFIGS.getFirst());
  private final List<AddressPoolEvent> journal = new ArrayList<>();
  private Instant now = T0;

  private void commit(List<AddressPoolEvent> events) {
    boolean hasTime =
        events.stream()
            .anyMatch(
                event ->
                    event instanceof AddressPoolEvent.AddressesAssigned
                        || event instanceof AddressPoolEvent.AddressesReleased);
    if (hasTime) {
      model.forget(now);
    }
    for (AddressPoolEvent event : events) {
      // As the entity does; the replay below folds the other way.
      pool = pool.fold(event);
      journal.add(event);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 20_260_301, 42, 7_919})
  void everyOperation_agreesWithTheNaivePool(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < OPERATIONS; i++) {
      perform(random, "seed " + seed + ", operation " + i);
      if (i % CHECK_EVERY == 0) {
        checkState();
      }
    }
    checkState();
  }

  private void perform(Random random, String where) {
    var service =
        new ServiceKey(NAMESPACES.get(random.nextInt(NAMESPACES.size())), "s" + random.nextInt(6));
    switch (random.nextInt(40)) {
      case 0 -> {
        var config = CONFIGS.get(random.nextInt(CONFIGS.size()));
        var events = pool.configure(config);
        model.configure(config);
        commit(events);
      }
      case 1 -> {
        if (random.nextInt(4) == 0) {
          commit(pool.retire());
          model.retire();
        }
      }
      case 2, 3, 4, 5, 6 -> now = now.plusSeconds(random.nextInt(60));
      case 7, 8, 9, 10, 11, 12, 13, 14 -> {
        var events = pool.release(service, now);
        model.release(service, now);
        commit(events);
      }
      case 15, 16 -> assignSeveral(random, where);
      default -> assign(request(service, random), where);
    }
  }

  private void assign(AssignRequest request, String where) {
    var decision = pool.assign(request, now);
    assertEquals(model.assign(request, now), outcome(decision.reply()), where);
    commit(decision.events());
  }

  private void assignSeveral(Random random, String where) {
    var requests = new ArrayList<AssignRequest>();
    for (int i = 0; i < 4; i++) {
      requests.add(request(new ServiceKey(NAMESPACES.get(i % 3), "s" + i), random));
    }
    var decision = pool.assignAll(requests, now);
    for (int i = 0; i < requests.size(); i++) {
      var expected = model.assign(requests.get(i), now);
      assertEquals(expected, outcome(decision.reply().get(i)), where);
    }
    commit(decision.events());
  }

  private static AssignRequest request(ServiceKey service, Random random) {
    var families = List.of(V4, V4, V6, DUAL).get(random.nextInt(4));
    var desired = new ArrayList<IpAddress>();
    if (random.nextInt(5) == 0 && families.contains(IpFamily.IPV4)) {
      desired.add(IpAddress.ofIpv4(0x0A0000F8 + random.nextInt(24)));
    }
    var key = KEYS.get(random.nextInt(KEYS.size()));
    var ports = List.of(new ServicePort("TCP", 80 + random.nextInt(3)));
    return new AssignRequest(
        service,
        families,
        desired,
        random.nextInt(3) == 0,
        key.isEmpty() ? Sharing.NONE : new Sharing(key, "", ports),
        random.nextInt(4) == 0 ? OptionalInt.of(random.nextInt(5)) : OptionalInt.empty(),
        "digest" + random.nextInt(3));
  }

  private static NaivePool.Outcome outcome(PoolAnswer answer) {
    return switch (answer) {
      case PoolAnswer.Assigned assigned ->
          new NaivePool.Outcome(assigned.addresses(), Optional.empty());
      case PoolAnswer.Refused(var refusal) ->
          new NaivePool.Outcome(List.of(), Optional.of(refusal.reason()));
    };
  }

  private void checkState() {
    var held = new TreeMap<ServiceKey, List<IpAddress>>();
    pool.holdings().forEach(holding -> held.put(holding.service(), holding.addresses()));
    assertEquals(model.holdings(), held);
    var replayed = AddressPool.empty("lan");
    for (AddressPoolEvent event : journal) {
      replayed = replayed.apply(event);
    }
    assertEquals(pool, replayed, "a replay gives the live state");
    assertEquals(
        pool,
        AddressPool.restore(
            pool.name(), pool.configured(), pool.isRetired(), pool.holdings(), pool.formerHolds()),
        "a snapshot gives the live state");
    assertEquals(pool.usage(now), replayed.usage(now));
  }
}
