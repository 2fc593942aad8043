package io.fairlead.ipam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.net.IpAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Random lives of a whole cluster: Services come, change and go, pools too, time passes, and
 * messages are lost or come twice. Whatever happens, the rules below hold.
 */
class WorldPropertiesTest {
  private static final List<String> POOLS =
      List.of(
          "a on=10.0.0.0/29",
          "a on=10.0.0.4/30,fd00::/126",
          "a avoid on=10.0.0.0/30 retention=1m quarantine=10s",
          "b on=10.1.0.0/30,fd01::/126 reserved=10.1.0.1=shop/s1,10.1.0.2",
          "b on=10.1.0.0/29 ns=shop prio=5",
          "c manual on=10.2.0.0/30",
          "d on=10.0.0.0/29");
  private static final List<String> WISHES =
      List.of(
          "ip=4",
          "ip=4 share=k ports=TCP/80",
          "ip=4 share=k ports=TCP/443",
          "ip=4 share=k ports=UDP/53",
          "ip=4 share=l ports=TCP/80",
          "ip=6",
          "ip=prefer46",
          "ip=require46",
          "ip=4 ips=10.0.0.5",
          "ip=4 pool=c",
          "ip=4 pool=b share=k ports=TCP/22");

  /** What happens: which kind of change, to whom, and in which way. */
  record Happening(int kind, int who, int how) {}

  @Provide
  Arbitrary<List<Happening>> happenings() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 19),
            Arbitraries.integers().between(0, 8),
            Arbitraries.integers().between(0, 60))
        .as(Happening::new)
        .list()
        .ofMaxSize(80);
  }

  private static ServiceKey service(int who) {
    return new ServiceKey(List.of("shop", "bank", "dev").get(who % 3), "s" + who);
  }

  /** Some Services are not converged although they changed, and some are for no reason. */
  private static void perform(World world, Happening it) {
    var key = service(it.who());
    switch (it.kind()) {
      case 0, 1 -> {
        var words = List.of(POOLS.get(it.how() % POOLS.size()).split(" "));
        world.configure(ScriptObjects.pool(words));
      }
      case 2 -> world.remove(List.of("a", "b", "c", "d").get(it.how() % 4));
      case 3, 4 -> world.elapse(Duration.ofSeconds(it.how()));
      case 5, 6, 7 -> {
        world.services.remove(key);
        if (it.how() % 3 != 0) {
          world.converge(key);
        }
      }
      case 8, 9, 10 -> world.converge(key);
      case 11 -> {
        var quotas = new TreeMap<>(Map.of("a", it.how() % 4, "b", it.how() % 3));
        world.quotas.put(key.namespace(), quotas);
      }
      default -> {
        var words = key + " " + WISHES.get(it.how() % WISHES.size());
        world.services.put(key, ScriptObjects.service(List.of(words.split(" ")), it.who()));
        if (it.how() % 4 != 0) {
          world.converge(key);
        }
      }
    }
  }

  @Property(tries = 400)
  void whateverHappens_theRulesHold(@ForAll("happenings") List<Happening> happenings) {
    var world = new World();
    for (Happening happening : happenings) {
      var before = counts(world);
      perform(world, happening);
      checkHolders(world);
      checkQuotas(world, before);
    }
    checkReplay(world);
  }

  /** Nobody clashes with another holder of the same address, and nobody holds two of a family. */
  private static void checkHolders(World world) {
    for (AddressPool pool : world.pools.values()) {
      for (Holding one : pool.holdings()) {
        for (Holding other : pool.holdings()) {
          boolean together =
              one.addresses().stream().anyMatch(address -> other.addresses().contains(address));
          assertTrue(
              one.equals(other) || !together || one.sharing().clashWith(other.sharing()).isEmpty(),
              () -> one + " clashes with " + other);
        }
        long families = one.addresses().stream().map(IpAddress::family).distinct().count();
        assertEquals(families, one.addresses().size());
      }
    }
  }

  private static Map<String, Integer> counts(World world) {
    var counts = new TreeMap<String, Integer>();
    world.pools.forEach(
        (name, pool) -> {
          for (String namespace : List.of("shop", "bank", "dev")) {
            counts.put(name + "/" + namespace, count(pool, namespace));
          }
        });
    return counts;
  }

  private static int count(AddressPool pool, String namespace) {
    var addresses = new TreeSet<IpAddress>();
    pool.holdings().stream()
        .filter(holding -> holding.service().namespace().equals(namespace))
        .forEach(holding -> addresses.addAll(holding.addresses()));
    return addresses.size();
  }

  /** A namespace grows beyond its quota only by what a Service brings along from another pool. */
  private static void checkQuotas(World world, Map<String, Integer> before) {
    world.quotas.forEach(
        (namespace, quotas) ->
            quotas.forEach(
                (name, limit) -> {
                  var pool = world.pool(name);
                  int had = before.getOrDefault(name + "/" + namespace, 0);
                  boolean adopted =
                      pool.holdings().stream()
                          .flatMap(holding -> holding.grants().stream())
                          .anyMatch(grant -> grant.reason() == GrantReason.ADOPTED);
                  assertTrue(
                      adopted || count(pool, namespace) <= Math.max(had, limit),
                      () -> namespace + " has more of " + name + " than " + limit);
                }));
  }

  private static void checkReplay(World world) {
    world.journals.forEach(
        (name, journal) -> {
          var replayed = AddressPool.empty(name);
          for (AddressPoolEvent event : journal) {
            replayed = replayed.apply(event);
          }
          assertEquals(world.pool(name), replayed);
        });
  }

  @Property(tries = 400)
  void afterLostAndRepeatedMessages_aResyncSettlesEverything(
      @ForAll("happenings") List<Happening> happenings) {
    var world = new World();
    happenings.forEach(happening -> perform(world, happening));

    resync(world);
    resync(world);
    int written = world.journals.values().stream().mapToInt(List::size).sum();
    resync(world);

    assertEquals(written, world.journals.values().stream().mapToInt(List::size).sum());
    checkEverybodyIsWhereTheRecordSays(world);
  }

  /** What the bridge does when it starts: those who are gone are cleared, all others converge. */
  private static void resync(World world) {
    for (ServiceKey gone : List.copyOf(world.assignments.keySet())) {
      if (!world.services.containsKey(gone)) {
        world.converge(gone);
      }
    }
    world.settle();
  }

  private static void checkEverybodyIsWhereTheRecordSays(World world) {
    world.assignments.forEach(
        (key, assignment) -> {
          for (AddressPool pool : world.pools.values()) {
            List<IpAddress> expected =
                pool.name().equals(assignment.pool()) ? assignment.addresses() : List.of();
            assertEquals(
                expected,
                pool.holdingOf(key).map(Holding::addresses).orElse(List.of()),
                () -> key + " in pool " + pool.name());
          }
          var config = world.config.get(assignment.pool());
          for (IpAddress address : assignment.addresses()) {
            assertTrue(
                config != null
                    && config.permits(address)
                    && config.closedTo(address, key.toString()).isEmpty(),
                () -> key + " holds " + address);
          }
        });
  }
}
