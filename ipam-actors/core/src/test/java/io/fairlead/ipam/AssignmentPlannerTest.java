package io.fairlead.ipam;

import static io.fairlead.cluster.IpFamilyPolicy.PREFER_DUAL_STACK;
import static io.fairlead.cluster.IpFamilyPolicy.REQUIRE_DUAL_STACK;
import static io.fairlead.cluster.IpFamilyPolicy.SINGLE_STACK;
import static io.fairlead.ipam.Fixture.DUAL;
import static io.fairlead.ipam.Fixture.V4;
import static io.fairlead.ipam.Fixture.V6;
import static io.fairlead.ipam.Fixture.addresses;
import static io.fairlead.ipam.Fixture.avoiding;
import static io.fairlead.ipam.Fixture.config;
import static io.fairlead.ipam.Fixture.label;
import static io.fairlead.ipam.Fixture.manual;
import static io.fairlead.ipam.Fixture.namespaces;
import static io.fairlead.ipam.Fixture.pin;
import static io.fairlead.ipam.Fixture.pinned;
import static io.fairlead.ipam.Fixture.pool;
import static io.fairlead.ipam.Fixture.view;
import static io.fairlead.ipam.RejectReason.ADDRESS_NOT_ALLOWED;
import static io.fairlead.ipam.RejectReason.ADDRESS_NOT_IN_POOL;
import static io.fairlead.ipam.RejectReason.INVALID_REQUEST;
import static io.fairlead.ipam.RejectReason.NOT_AUTO_ASSIGNED;
import static io.fairlead.ipam.RejectReason.NOT_COMPATIBLE;
import static io.fairlead.ipam.RejectReason.NOT_IN_REQUESTED_POOL;
import static io.fairlead.ipam.RejectReason.NO_CLUSTER_IP;
import static io.fairlead.ipam.RejectReason.NO_POOLS_CONFIGURED;
import static io.fairlead.ipam.RejectReason.UNKNOWN_POOL;
import static io.fairlead.ipam.RejectReason.WRONG_FAMILY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.cluster.IpFamilyPolicy;
import io.fairlead.cluster.ServiceView;
import io.fairlead.config.LabelSelector;
import io.fairlead.config.LbConfig;
import io.fairlead.config.ServiceAllocation;
import io.fairlead.net.IpFamily;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AssignmentPlannerTest {
  private static final String IPS = "metallb.io/loadBalancerIPs";
  private static final String POOL = "metallb.io/address-pool";
  private static final LbConfig TWO_FAMILIES =
      config(
          pool("four", "10.0.0.0/24"),
          pool("six", "fd00::/64"),
          pool("two", "10.1.0.0/24", "fd01::/64"));

  private static AssignmentPlan plan(ServiceView view, LbConfig config) {
    return AssignmentPlanner.plan(view, config, namespaces("team", "one"));
  }

  private static ServiceView annotated(Map<String, String> annotations) {
    return view(SINGLE_STACK, annotations, "", "10.96.0.1");
  }

  private static PoolRefusal refusal(String pool, RejectReason reason, String detail) {
    return new PoolRefusal(pool, reason, detail);
  }

  static Stream<Arguments> families() {
    return Stream.of(
        Arguments.of(SINGLE_STACK, "10.96.0.1", V4, List.of(), List.of("four", "two")),
        Arguments.of(SINGLE_STACK, "fd96::1", V6, List.of(), List.of("six", "two")),
        Arguments.of(PREFER_DUAL_STACK, "10.96.0.1", V4, List.of(), List.of("four", "two")),
        Arguments.of(
            PREFER_DUAL_STACK, "10.96.0.1,fd96::1", DUAL, DUAL, List.of("four", "six", "two")),
        Arguments.of(
            PREFER_DUAL_STACK,
            "fd96::1,10.96.0.1",
            DUAL.reversed(),
            DUAL.reversed(),
            List.of("four", "six", "two")),
        Arguments.of(REQUIRE_DUAL_STACK, "10.96.0.1,fd96::1", DUAL, List.of(), List.of("two")));
  }

  @ParameterizedTest
  @MethodSource("families")
  void families_followThePolicyAndTheClusterIps(
      IpFamilyPolicy policy,
      String clusterIps,
      List<IpFamily> families,
      List<IpFamily> fallbacks,
      List<String> pools) {
    var plan = plan(view(policy, clusterIps.split(",")), TWO_FAMILIES);

    assertEquals(families, plan.families());
    assertEquals(fallbacks, plan.fallbacks());
    assertEquals(pools, plan.pools());
    assertEquals(Optional.empty(), plan.clear());
  }

  @Test
  void poolsOfTheOtherFamily_areRefusedByName() {
    var plan = plan(view(REQUIRE_DUAL_STACK, "10.96.0.1", "fd96::1"), TWO_FAMILIES);

    assertEquals(
        List.of(refusal("four", WRONG_FAMILY, "IPv6"), refusal("six", WRONG_FAMILY, "IPv4")),
        plan.refusals());
  }

  @Test
  void withoutPools_theServiceIsCleared() {
    var plan = plan(view(SINGLE_STACK, "10.96.0.1"), LbConfig.EMPTY);

    assertEquals(Optional.of(ClearReason.NOT_ALLOWED_BY_CONFIG), plan.clear());
    assertEquals(List.of(refusal("", NO_POOLS_CONFIGURED, "")), plan.refusals());
  }

  @Test
  void withoutClusterIp_theServiceIsCleared() {
    var plan = plan(view(SINGLE_STACK), TWO_FAMILIES);

    assertEquals(Optional.of(ClearReason.NO_CLUSTER_IP), plan.clear());
    assertEquals(List.of(refusal("", NO_CLUSTER_IP, "")), plan.refusals());
  }

  @Test
  void requireDualStackWithOneClusterIp_isCleared() {
    var plan = plan(view(REQUIRE_DUAL_STACK, "10.96.0.1"), TWO_FAMILIES);

    assertEquals(Optional.of(ClearReason.NO_CLUSTER_IP), plan.clear());
    assertTrue(RejectText.sentence(plan.refusals().getFirst()).contains("not enough clusterips"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "10.0.0.7; four; 10.0.0.7",
        " 10.1.0.7 ; two; 10.1.0.7",
      })
  void anAddressAskedFor_namesItsPool(String asked, String pool, String desired) {
    var byAnnotation = plan(annotated(Map.of(IPS, asked)), TWO_FAMILIES);
    var byOldName =
        plan(annotated(Map.of("metallb.universe.tf/loadBalancerIPs", asked)), TWO_FAMILIES);
    var bySpec = plan(view(SINGLE_STACK, Map.of(), asked, "10.96.0.1"), TWO_FAMILIES);

    assertEquals(List.of(pool), byAnnotation.pools());
    assertEquals(addresses(desired), byAnnotation.desired());
    assertEquals(byAnnotation, byOldName);
    assertEquals(byAnnotation, bySpec);
  }

  @Test
  void twoAddressesAskedFor_comeFromOnePool() {
    var both =
        view(REQUIRE_DUAL_STACK, Map.of(IPS, "fd01::5,10.1.0.5"), "", "10.96.0.1", "fd96::1");
    var apart =
        view(REQUIRE_DUAL_STACK, Map.of(IPS, "10.0.0.5,fd00::5"), "", "10.96.0.1", "fd96::1");

    assertEquals(List.of("two"), plan(both, TWO_FAMILIES).pools());
    assertEquals(List.of(), plan(apart, TWO_FAMILIES).pools());
    assertEquals(
        List.of(refusal("four", ADDRESS_NOT_IN_POOL, "fd00::5")),
        plan(apart, TWO_FAMILIES).refusals());
  }

  @Test
  void oneAddressAskedFor_isEnoughForWhoPrefersTwo_andTheOnlyFallback() {
    var view = view(PREFER_DUAL_STACK, Map.of(IPS, "fd01::5"), "", "10.96.0.1", "fd96::1");

    var plan = plan(view, TWO_FAMILIES);

    assertEquals(DUAL, plan.families());
    assertEquals(V6, plan.fallbacks());
    assertEquals(List.of("two"), plan.pools());
  }

  @Test
  void theNewAnnotation_winsAlsoWhenEmpty() {
    var view = annotated(Map.of(POOL, "", "metallb.universe.tf/address-pool", "two"));

    assertEquals(List.of("four", "two"), plan(view, TWO_FAMILIES).pools());
  }

  static Stream<Arguments> invalidRequests() {
    return Stream.of(
        Arguments.of(
            Map.of(IPS, "10.0.0.300"), "", "invalid metallb.io/loadBalancerIPs: \"10.0.0.300\""),
        Arguments.of(
            Map.of(IPS, "10.0.0.1,"), "", "invalid metallb.io/loadBalancerIPs: \"10.0.0.1,\""),
        Arguments.of(
            Map.of(IPS, "web.example"), "", "invalid metallb.io/loadBalancerIPs: \"web.example\""),
        Arguments.of(
            Map.of(), "10.0.0.1,10.0.0.2", "invalid spec.loadBalancerIP \"10.0.0.1,10.0.0.2\""),
        Arguments.of(
            Map.of(IPS, "10.0.0.1"),
            "10.0.0.1",
            "service can not have both metallb.io/loadBalancerIPs and svc.Spec.LoadBalancerIP"),
        Arguments.of(
            Map.of(IPS, "10.0.0.1,10.0.0.2"), "", "\"10.0.0.1\" \"10.0.0.2\" has the same family"),
        Arguments.of(
            Map.of(IPS, "10.0.0.1,fd00::1,10.0.0.2"),
            "",
            "invalid metallb.io/loadBalancerIPs: \"10.0.0.1,fd00::1,10.0.0.2\": more than two addresses"),
        Arguments.of(
            Map.of(IPS, "fd00::1"),
            "",
            "requested loadBalancer IP(s) [fd00::1] does not match the ipFamily of the service"),
        Arguments.of(
            Map.of(IPS, "10.0.0.1,fd00::1"),
            "",
            "requested loadBalancer IP(s) [10.0.0.1, fd00::1] does not match the ipFamily of the"
                + " service"));
  }

  @ParameterizedTest
  @MethodSource("invalidRequests")
  void anInvalidRequest_isRefusedInWords_andClearsNothing(
      Map<String, String> annotations, String loadBalancerIp, String sentence) {
    var plan = plan(view(SINGLE_STACK, annotations, loadBalancerIp, "10.96.0.1"), TWO_FAMILIES);

    assertEquals(List.of(refusal("", INVALID_REQUEST, sentence)), plan.refusals());
    assertEquals(List.of(), plan.pools());
    assertEquals(Optional.empty(), plan.clear());
    assertTrue(plan.asksForTheImpossible());
  }

  static Stream<Arguments> namedRefusals() {
    var config =
        config(
            avoiding(pool("lan", "10.0.0.0/24")),
            pinned(pool("other", "10.2.0.0/24"), pin(0, List.of("bank"), List.of(), List.of())));
    return Stream.of(
        Arguments.of(config, Map.of(POOL, "nope"), refusal("nope", UNKNOWN_POOL, "")),
        Arguments.of(config, Map.of(POOL, "other"), refusal("other", NOT_COMPATIBLE, "")),
        Arguments.of(config, Map.of(IPS, "10.2.0.1"), refusal("other", NOT_COMPATIBLE, "")),
        Arguments.of(config, Map.of(IPS, "10.9.0.1"), refusal("", ADDRESS_NOT_ALLOWED, "10.9.0.1")),
        Arguments.of(
            config, Map.of(IPS, "10.0.0.255"), refusal("lan", ADDRESS_NOT_ALLOWED, "10.0.0.255")),
        Arguments.of(
            config,
            Map.of(IPS, "10.2.0.1", POOL, "lan"),
            refusal("lan", NOT_IN_REQUESTED_POOL, "10.2.0.1")));
  }

  @ParameterizedTest
  @MethodSource("namedRefusals")
  void aNamedPoolOrAddress_isRefusedWithItsReason(
      LbConfig config, Map<String, String> annotations, PoolRefusal expected) {
    var plan = plan(annotated(annotations), config);

    assertEquals(List.of(expected), plan.refusals());
    assertEquals(List.of(), plan.pools());
  }

  @Test
  void aNamedPool_needNotAssignAutomatically() {
    var config = config(pool("lan", "10.0.0.0/24"), manual(pool("reserve", "10.1.0.0/24")));

    var unasked = plan(annotated(Map.of()), config);

    assertEquals(List.of("lan"), unasked.pools());
    assertEquals(List.of(refusal("reserve", NOT_AUTO_ASSIGNED, "")), unasked.refusals());
    assertEquals(List.of("lan", "reserve"), unasked.poolsToKeep());
    assertEquals(List.of("reserve"), plan(annotated(Map.of(POOL, "reserve")), config).pools());
    assertEquals(List.of("reserve"), plan(annotated(Map.of(IPS, "10.1.0.1")), config).pools());
  }

  static Stream<Arguments> pins() {
    LabelSelector mine = label("team", "one");
    LabelSelector theirs = label("team", "two");
    LabelSelector front = label("tier", "front");
    LabelSelector back = label("tier", "back");
    return Stream.of(
        Arguments.of(pin(0, List.of(), List.of(), List.of()), true),
        Arguments.of(pin(0, List.of("shop"), List.of(), List.of()), true),
        Arguments.of(pin(0, List.of("bank"), List.of(), List.of()), false),
        Arguments.of(pin(0, List.of(), List.of(mine), List.of()), true),
        Arguments.of(pin(0, List.of(), List.of(theirs), List.of()), false),
        Arguments.of(pin(0, List.of("bank"), List.of(mine), List.of()), true),
        Arguments.of(pin(0, List.of("shop"), List.of(theirs), List.of()), true),
        Arguments.of(pin(0, List.of(), List.of(theirs, mine), List.of()), true),
        Arguments.of(pin(0, List.of(), List.of(), List.of(front)), true),
        Arguments.of(pin(0, List.of(), List.of(), List.of(back)), false),
        Arguments.of(pin(0, List.of(), List.of(), List.of(back, front)), true),
        Arguments.of(pin(0, List.of("shop"), List.of(), List.of(back)), false),
        Arguments.of(pin(0, List.of("bank"), List.of(), List.of(front)), false),
        Arguments.of(pin(0, List.of(), List.of(theirs), List.of(front)), false));
  }

  @ParameterizedTest
  @MethodSource("pins")
  void aPin_isNamespacesAndServices_andASelectorThatMatchesNothingMatchesNobody(
      ServiceAllocation pin, boolean matches) {
    var config = config(pinned(pool("vip", "10.0.0.0/24"), pin));

    assertEquals(matches ? List.of("vip") : List.of(), plan(annotated(Map.of()), config).pools());
    assertEquals(
        matches ? List.of("vip") : List.of(), plan(annotated(Map.of(POOL, "vip")), config).pools());
  }

  @Test
  void aNamespaceSelector_matchesNoNamespaceThatIsUnknown() {
    var pin = pin(0, List.of(), List.of(label("team", "one")), List.of());
    var config = config(pinned(pool("vip", "10.0.0.0/24"), pin));

    var plan = AssignmentPlanner.plan(annotated(Map.of()), config, new TreeMap<>());

    assertEquals(List.of(refusal("vip", NOT_COMPATIBLE, "")), plan.refusals());
  }

  @Test
  void poolsAreAsked_pinnedByPriorityFirst_thenByName() {
    var everyone = List.<LabelSelector>of();
    var config =
        config(
            pool("a-open", "10.0.0.0/24"),
            pool("z-open", "10.1.0.0/24"),
            pinned(pool("b-none", "10.2.0.0/24"), pin(0, List.of(), everyone, everyone)),
            pinned(pool("c-two", "10.3.0.0/24"), pin(2, List.of(), everyone, everyone)),
            pinned(pool("e-one", "10.4.0.0/24"), pin(1, List.of(), everyone, everyone)),
            pinned(pool("d-one", "10.5.0.0/24"), pin(1, List.of("shop"), everyone, everyone)),
            manual(pinned(pool("f-man", "10.6.0.0/24"), pin(1, List.of(), everyone, everyone))));

    var plan = plan(annotated(Map.of()), config);

    assertEquals(List.of("d-one", "e-one", "c-two", "b-none", "a-open", "z-open"), plan.pools());
    assertEquals(List.of(refusal("f-man", NOT_AUTO_ASSIGNED, "")), plan.refusals());
  }

  @Test
  void digest_dependsOnTheRequestAlone() {
    var plain = annotated(Map.of());
    var digest = plan(plain, TWO_FAMILIES).digest();
    var others = new HashSet<String>();
    others.add(plan(annotated(Map.of(POOL, "four")), TWO_FAMILIES).digest());
    others.add(plan(annotated(Map.of(IPS, "10.0.0.1")), TWO_FAMILIES).digest());
    others.add(plan(annotated(Map.of(IPS, "10.0.0.2")), TWO_FAMILIES).digest());
    others.add(plan(view(SINGLE_STACK, "fd96::1"), TWO_FAMILIES).digest());
    others.add(plan(view(PREFER_DUAL_STACK, "10.96.0.1", "fd96::1"), TWO_FAMILIES).digest());
    others.add(plan(view(REQUIRE_DUAL_STACK, "10.96.0.1", "fd96::1"), TWO_FAMILIES).digest());

    assertEquals(digest, plan(plain, config(pool("only", "10.9.0.0/24"))).digest());
    assertEquals(digest, plan(annotated(Map.of("metallb.io/else", "x")), TWO_FAMILIES).digest());
    assertEquals(6, others.size());
    assertTrue(others.stream().noneMatch(digest::equals));
    assertNotEquals("", digest);
  }

  @Test
  void digest_neverChangesItsForm_becauseItIsStored() {
    var plan = plan(annotated(Map.of(IPS, "10.0.0.1", POOL, "four")), TWO_FAMILIES);

    assertEquals("8cdc22da805b4a15b0e45f28fc042eeb", plan.digest());
  }
}
