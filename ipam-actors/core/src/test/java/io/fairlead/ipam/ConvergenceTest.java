package io.fairlead.ipam;

import static io.fairlead.cluster.IpFamilyPolicy.PREFER_DUAL_STACK;
import static io.fairlead.cluster.IpFamilyPolicy.REQUIRE_DUAL_STACK;
import static io.fairlead.cluster.IpFamilyPolicy.SINGLE_STACK;
import static io.fairlead.ipam.Fixture.API;
import static io.fairlead.ipam.Fixture.T0;
import static io.fairlead.ipam.Fixture.V4;
import static io.fairlead.ipam.Fixture.WEB;
import static io.fairlead.ipam.Fixture.addresses;
import static io.fairlead.ipam.Fixture.config;
import static io.fairlead.ipam.Fixture.manual;
import static io.fairlead.ipam.Fixture.pool;
import static io.fairlead.ipam.Fixture.view;
import static io.fairlead.ipam.RejectReason.POOL_EXHAUSTED;
import static io.fairlead.ipam.RejectReason.POOL_UNAVAILABLE;
import static io.fairlead.ipam.RejectReason.WRONG_FAMILY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.cluster.ServiceView;
import io.fairlead.config.PoolConfig;
import io.fairlead.ipam.Convergence.Step;
import io.fairlead.ipam.ServiceAssignmentEvent.AssignmentCleared;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Convergence with real pools, in one thread: the whole of address management without actors. */
class ConvergenceTest {
  private static final String IPS = "metallb.io/loadBalancerIPs";
  private static final String POOL = "metallb.io/address-pool";

  private final TreeMap<String, AddressPool> pools = new TreeMap<>();
  private final TreeSet<String> silent = new TreeSet<>();
  private final List<PoolConfig> configured = new ArrayList<>();
  private final List<ServiceAssignmentEvent> journal = new ArrayList<>();
  private ServiceAssignment assignment = ServiceAssignment.empty(WEB);

  private void configure(PoolConfig... configs) {
    configured.clear();
    configured.addAll(List.of(configs));
    for (PoolConfig config : configs) {
      var pool = pools.getOrDefault(config.name(), AddressPool.empty(config.name()));
      commit(config.name(), pool.configure(config));
    }
    for (String name : List.copyOf(pools.keySet())) {
      if (configured.stream().noneMatch(config -> config.name().equals(name))) {
        commit(name, poolNamed(name).retire());
      }
    }
  }

  private AddressPool poolNamed(String name) {
    return pools.getOrDefault(name, AddressPool.empty(name));
  }

  private void commit(String name, List<AddressPoolEvent> events) {
    var pool = poolNamed(name);
    for (AddressPoolEvent event : events) {
      pool = pool.apply(event);
    }
    pools.put(name, pool);
  }

  private AssignmentOutcome converge(ServiceView view) {
    var config = config(configured.toArray(PoolConfig[]::new));
    return converge(AssignmentPlanner.plan(view, config, new TreeMap<>()));
  }

  private AssignmentOutcome converge(AssignmentPlan plan) {
    var outcome = decide(plan);
    var plain =
        outcome.grants().stream().map(g -> new Grant(g.address(), GrantReason.UNRECORDED)).toList();
    return new AssignmentOutcome(
        outcome.service(),
        plain,
        outcome.pool(),
        outcome.refusals(),
        outcome.isNew(),
        Optional.empty());
  }

  private AssignmentOutcome decide(AssignmentPlan plan) {
    var convergence = Convergence.start(assignment, plan);
    while (true) {
      switch (convergence.next()) {
        case Step.Ask(var name, var _) when silent.contains(name) -> convergence.silent();
        case Step.Release(var name) when silent.contains(name) -> convergence.silent();
        case Step.Ask(var name, var request) -> {
          var decision = poolNamed(name).assign(request, T0);
          commit(name, decision.events());
          switch (decision.reply()) {
            case PoolAnswer.Assigned(var given) -> convergence.assigned(given);
            case PoolAnswer.Refused(var refusal) -> convergence.refused(refusal);
          }
        }
        case Step.Release(var name) -> {
          commit(name, poolNamed(name).release(WEB, T0));
          convergence.released();
        }
        case Step.Finish(var decision) -> {
          for (ServiceAssignmentEvent event : decision.events()) {
            journal.add(event);
            assignment = assignment.apply(event);
          }
          return decision.reply();
        }
      }
    }
  }

  private static ServiceView single(Map<String, String> annotations) {
    return view(SINGLE_STACK, annotations, "", "10.96.0.1");
  }

  private static ServiceView single() {
    return single(Map.of());
  }

  private static ServiceView preferDual() {
    return view(PREFER_DUAL_STACK, "10.96.0.1", "fd96::1");
  }

  private static ServiceView requireDual() {
    return view(REQUIRE_DUAL_STACK, "10.96.0.1", "fd96::1");
  }

  private static AssignmentOutcome given(String pool, boolean isNew, String... addresses) {
    return given(pool, isNew, List.of(), addresses);
  }

  private static AssignmentOutcome given(
      String pool, boolean isNew, List<PoolRefusal> refusals, String... addresses) {
    var grants =
        addresses(addresses).stream().map(a -> new Grant(a, GrantReason.UNRECORDED)).toList();
    return new AssignmentOutcome(WEB, grants, pool, refusals, isNew, Optional.empty());
  }

  private static AssignmentOutcome refused(PoolRefusal... refusals) {
    return AssignmentOutcome.none(WEB, List.of(refusals));
  }

  private void occupy(String name, String... desired) {
    var request = AssignRequest.plain(API, V4, addresses(desired), "");
    commit(name, poolNamed(name).assign(request, T0).events());
  }

  @Test
  void preferDualStack_takesAPoolWithBoth_beforeOneWithTheFirst() {
    configure(pool("four", "10.0.0.0/24"), pool("two", "10.1.0.0/24", "fd01::/64"));

    assertEquals(given("two", true, "10.1.0.0", "fd01::"), converge(preferDual()));
  }

  @Test
  void preferDualStack_fallsBackToThePrimaryFamily_thenToTheOther() {
    configure(pool("four", "10.0.0.0/32"), pool("six", "fd00::/64"));

    assertEquals(given("four", true, "10.0.0.0"), converge(preferDual()));

    converge(AssignmentPlan.toClear(WEB, ClearReason.SERVICE_DELETED));
    occupy("four");
    assertEquals(given("six", true, "fd00::"), converge(preferDual()));
  }

  @Test
  void preferDualStack_doesNotJump_butTakesTheMissingFamilyFromTheSamePool() {
    configure(pool("four", "10.0.0.0/24"));
    converge(preferDual());
    configure(pool("four", "10.0.0.0/24"), pool("a-two", "10.1.0.0/24", "fd01::/64"));
    assertEquals(given("four", false, "10.0.0.0"), converge(preferDual()));

    configure(pool("four", "10.0.0.0/24", "fd00::/64"));

    assertEquals(given("four", true, "10.0.0.0", "fd00::"), converge(preferDual()));
  }

  @Test
  void requireDualStack_neverTakesOne_andSaysWhy() {
    configure(pool("four", "10.0.0.0/24"), pool("two", "10.1.0.0/32", "fd01::/64"));
    occupy("two");

    assertEquals(
        refused(
            new PoolRefusal("four", WRONG_FAMILY, "IPv6"),
            new PoolRefusal("two", POOL_EXHAUSTED, "IPv4")),
        converge(requireDual()));
  }

  @Test
  void aLostRangeOfOneFamily_leavesTheOtherAddressWhereItIs() {
    configure(pool("two", "10.1.0.0/24", "fd01::/64"));
    occupy("two");
    converge(requireDual());
    configure(pool("two", "10.1.0.0/24", "fd02::/64"));
    commit("two", poolNamed("two").release(API, T0));

    assertEquals(given("two", true, "10.1.0.1", "fd02::"), converge(requireDual()));
  }

  @Test
  void aRefusalOfBothAttempts_isOneRefusalAPool_theTellingOne() {
    configure(pool("four", "10.0.0.0/32"));
    occupy("four");

    assertEquals(refused(new PoolRefusal("four", POOL_EXHAUSTED, "IPv4")), converge(preferDual()));
  }

  @Test
  void anotherPoolAskedFor_isMovedTo_withTheReasonOnRecord() {
    configure(pool("a", "10.0.0.0/24"), manual(pool("b", "10.1.0.0/24")));
    converge(single());

    assertEquals(given("b", true, "10.1.0.0"), converge(single(Map.of(POOL, "b"))));

    assertTrue(journal.contains(new AssignmentCleared(ClearReason.OTHER_POOL_REQUESTED)));
    assertEquals(List.of(), poolNamed("a").holdings());
    assertEquals(given("b", false, "10.1.0.0"), converge(single()));
  }

  @Test
  void anAddressAskedForThatIsTaken_costsTheOldOne() {
    configure(pool("a", "10.0.0.0/24"));
    occupy("a", "10.0.0.9");
    converge(single());

    var outcome = converge(single(Map.of(IPS, "10.0.0.9")));

    assertEquals(RejectReason.ADDRESS_IN_USE, outcome.refusals().getFirst().reason());
    assertTrue(journal.contains(new AssignmentCleared(ClearReason.OTHER_ADDRESS_REQUESTED)));
    assertEquals(1, poolNamed("a").holdings().size());
  }

  @Test
  void anInvalidRequest_leavesAloneWhatIsHeld() {
    configure(pool("a", "10.0.0.0/24"));
    converge(single());
    int before = journal.size();

    var outcome = converge(single(Map.of(IPS, "nonsense")));

    assertEquals(addresses("10.0.0.0"), outcome.addresses());
    assertEquals(RejectReason.INVALID_REQUEST, outcome.refusals().getFirst().reason());
    assertEquals(before, journal.size());
  }

  @Test
  void theLastPoolGone_clears_andThePoolComingBackServes() {
    configure(pool("a", "10.0.0.0/24"));
    converge(single());
    configure();

    assertEquals(
        refused(new PoolRefusal("", RejectReason.NO_POOLS_CONFIGURED, "")), converge(single()));
    int before = journal.size();
    converge(single());
    assertEquals(before, journal.size());
    assertEquals(List.of(), poolNamed("a").holdings());

    configure(pool("a", "10.0.0.0/24"));
    assertEquals(given("a", true, "10.0.0.0"), converge(single()));
  }

  @Test
  void aSplitPool_leavesTheAddressUndisturbed() {
    configure(pool("a", "10.0.0.0/24"));
    occupy("a");
    converge(single());
    configure(pool("low", "10.0.0.0/32"), pool("rest", "10.0.0.1-10.0.0.255"));

    assertEquals(given("rest", false, "10.0.0.1"), converge(single()));
  }

  @Test
  void aPoolThatLostItsJournal_learnsTheHoldingAgain() {
    configure(pool("a", "10.0.0.0/24"));
    occupy("a");
    converge(single());
    pools.put("a", AddressPool.empty("a"));
    configure(pool("a", "10.0.0.0/24"));

    assertEquals(given("a", false, "10.0.0.1"), converge(single()));
  }

  @Test
  void theStatus_isAdoptedFromAPoolThatDoesNotAssignAutomatically() {
    configure(pool("a", "10.0.0.0/24"), manual(pool("b", "10.1.0.0/24")));
    var view = withStatus(single(), "10.1.0.7");

    assertEquals(given("b", true, "10.1.0.7"), converge(view));
  }

  @Test
  void theStatusOfWhoPrefersTwo_isAdopted_andCompletedWhereThatIsPossible() {
    configure(pool("a", "10.0.0.0/24"), pool("b", "10.1.0.0/24", "fd01::/64"));

    assertEquals(given("a", true, "10.0.0.9"), converge(withStatus(preferDual(), "10.0.0.9")));
    assignment = ServiceAssignment.empty(WEB);
    assertEquals(
        given("b", true, "10.1.0.9", "fd01::"), converge(withStatus(preferDual(), "10.1.0.9")));
  }

  @Test
  void aStatusThatNoOtherPoolAccountsFor_isLeftAlone_whileAPoolIsSilent() {
    configure(pool("a", "10.0.0.0/24"), pool("b", "10.1.0.0/24"));
    silent.add("a");

    var outcome = converge(withStatus(single(), "10.0.0.9"));

    var refusal = new PoolRefusal("a", POOL_UNAVAILABLE, "");
    assertEquals(given("", false, List.of(refusal), "10.0.0.9"), outcome);
    assertEquals(List.of(), journal);
    assertEquals(given("b", true, "10.1.0.9"), converge(withStatus(single(), "10.1.0.9")));
  }

  @Test
  void aSilentOldPool_doesNotKeepTheServiceThere() {
    configure(pool("a", "10.0.0.0/24"));
    converge(single());
    configure(pool("b", "10.1.0.0/24"));
    silent.add("a");

    assertEquals(given("b", true, "10.1.0.0"), converge(single()));
  }

  private static ServiceView withStatus(ServiceView view, String... status) {
    return new ServiceView(
        view.key(),
        view.clusterIps(),
        view.familyPolicy(),
        addresses(status),
        view.trafficPolicy(),
        view.ports(),
        view.podSelector(),
        view.labels(),
        view.annotations(),
        view.loadBalancerIp(),
        view.createdAtEpochMillis());
  }
}
