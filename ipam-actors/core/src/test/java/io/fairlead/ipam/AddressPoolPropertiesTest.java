package io.fairlead.ipam;

import static io.fairlead.ipam.Fixture.DUAL;
import static io.fairlead.ipam.Fixture.T0;
import static io.fairlead.ipam.Fixture.V4;
import static io.fairlead.ipam.Fixture.V6;
import static io.fairlead.ipam.Fixture.atOnce;
import static io.fairlead.ipam.Fixture.avoiding;
import static io.fairlead.ipam.Fixture.pool;
import static io.fairlead.ipam.Fixture.service;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.config.PoolConfig;
import io.fairlead.net.IpAddress;
import io.fairlead.net.IpFamily;
import io.fairlead.net.IpRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** Random operations on one small pool, against a model that scans and copies. */
class AddressPoolPropertiesTest {
  /** Small and overlapping, across the edge of an octet, so that operations meet. */
  private static final List<PoolConfig> CONFIGS =
      List.of(
          atOnce("lan", "10.0.0.250-10.0.1.5"),
          avoiding(atOnce("lan", "10.0.0.250-10.0.1.5")),
          atOnce("lan", "10.0.1.3-10.0.1.5", "10.0.0.254-10.0.1.1", "fd00::fe-fd00::101"),
          avoiding(atOnce("lan", "10.0.0.252-10.0.0.255", "fd00::/126", "10.0.1.0-10.0.1.1")),
          atOnce("lan", "fd00::/125", "fd00::4/126"));

  /** What to do: which operation, for which Service, with which detail. */
  record Operation(int kind, int service, int detail) {}

  @Provide
  Arbitrary<List<Operation>> operations() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 9),
            Arbitraries.integers().between(0, 9),
            Arbitraries.integers().between(0, 16))
        .as(Operation::new)
        .list()
        .ofMaxSize(120);
  }

  @Property(tries = 500)
  void everyStep_agreesWithTheModel(@ForAll("operations") @Size(max = 120) List<Operation> steps) {
    var pool = AddressPool.empty("lan");
    var journal = new ArrayList<AddressPoolEvent>();
    var model = new Model();

    for (Operation step : steps) {
      var events = perform(step, pool, model);
      journal.addAll(events);
      for (AddressPoolEvent event : events) {
        pool = pool.apply(event);
      }
      checkOwners(pool, model);
    }

    var replayed = AddressPool.empty("lan");
    for (AddressPoolEvent event : journal) {
      replayed = replayed.apply(event);
    }
    assertEquals(pool, replayed);
    for (int i = 0; i < 10; i++) {
      var request = AssignRequest.plain(service(100), i < 5 ? V4 : V6, List.of(), "");
      assertEquals(pool.assign(request, T0), replayed.assign(request, T0));
    }
  }

  private static List<AddressPoolEvent> perform(Operation step, AddressPool pool, Model model) {
    var service = service(step.service());
    return switch (step.kind()) {
      case 0 -> {
        model.config = CONFIGS.get(step.detail() % CONFIGS.size());
        model.retired = false;
        yield pool.configure(model.config);
      }
      case 1 -> {
        model.retired = !model.config.ranges().isEmpty();
        yield step.detail() > 12 ? pool.retire() : model.unretire(pool);
      }
      case 2, 3 -> {
        var held = model.held(service);
        held.forEach(model.owners::remove);
        var events = pool.release(service, T0);
        assertEquals(!held.isEmpty(), !events.isEmpty());
        yield events;
      }
      default -> assign(step, service, pool, model);
    };
  }

  private static List<AddressPoolEvent> assign(
      Operation step, ServiceKey service, AddressPool pool, Model model) {
    var families = List.of(V4, V6, DUAL).get(step.detail() % 3);
    List<IpAddress> desired =
        step.kind() == 9 && families.contains(IpFamily.IPV4)
            ? List.of(offset(step.detail()))
            : List.of();
    var decision =
        pool.assign(AssignRequest.plain(service, families, desired, "digest" + step.detail()), T0);

    var expected = model.assign(service, families, desired);

    switch (decision.reply()) {
      case PoolAnswer.Assigned given -> assertEquals(expected, Optional.of(given.addresses()));
      case PoolAnswer.Refused _ -> {
        assertEquals(Optional.empty(), expected);
        assertEquals(List.of(), decision.events());
      }
    }
    return decision.events();
  }

  private static IpAddress offset(int steps) {
    var address = IpAddress.parse("10.0.0.248");
    for (int i = 0; i < steps; i++) {
      address = address.next();
    }
    return address;
  }

  private static void checkOwners(AddressPool pool, Model model) {
    var owners = new TreeMap<IpAddress, ServiceKey>();
    for (Holding holding : pool.holdings()) {
      for (IpAddress address : holding.addresses()) {
        assertTrue(owners.put(address, holding.service()) == null, "two owners of " + address);
        assertEquals(List.of(holding.service()), pool.ownersOf(address));
      }
    }
    assertEquals(model.owners, owners);
  }

  /** The plainest thing that is right: it walks every address from the first one on. */
  private static final class Model {
    private final TreeMap<IpAddress, ServiceKey> owners = new TreeMap<>();
    private PoolConfig config = pool("lan");
    private boolean retired;

    List<IpAddress> held(ServiceKey service) {
      return owners.keySet().stream().filter(a -> service.equals(owners.get(a))).toList();
    }

    List<AddressPoolEvent> unretire(AddressPool pool) {
      retired = pool.isRetired();
      return List.of();
    }

    Optional<List<IpAddress>> assign(
        ServiceKey service, List<IpFamily> families, List<IpAddress> desired) {
      var chosen = new ArrayList<IpAddress>();
      for (IpFamily family : families) {
        choose(service, family, desired).ifPresent(chosen::add);
      }
      if (retired || chosen.size() < families.size()) {
        return Optional.empty();
      }
      held(service).forEach(owners::remove);
      chosen.forEach(address -> owners.put(address, service));
      return Optional.of(List.copyOf(chosen));
    }

    private Optional<IpAddress> choose(
        ServiceKey service, IpFamily family, List<IpAddress> desired) {
      for (IpAddress address : desired) {
        if (address.family() == family) {
          boolean free = owners.getOrDefault(address, service).equals(service);
          return free && config.permits(address) ? Optional.of(address) : Optional.empty();
        }
      }
      for (IpAddress address : held(service)) {
        if (address.family() == family && config.permits(address)) {
          return Optional.of(address);
        }
      }
      for (IpRange range : config.ranges()) {
        for (var at = range.first(); range.contains(at); at = at.next()) {
          if (at.family() == family && config.permits(at) && !owners.containsKey(at)) {
            return Optional.of(at);
          }
        }
      }
      return Optional.empty();
    }
  }
}
