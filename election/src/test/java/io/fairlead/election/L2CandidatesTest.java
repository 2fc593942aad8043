package io.fairlead.election;

import static io.fairlead.election.IneligibleReason.DRAINING;
import static io.fairlead.election.IneligibleReason.EXCLUDED_BY_LABEL;
import static io.fairlead.election.IneligibleReason.NETWORK_UNAVAILABLE;
import static io.fairlead.election.IneligibleReason.NOT_SELECTED;
import static io.fairlead.election.IneligibleReason.NO_LOCAL_ENDPOINT;
import static io.fairlead.election.IneligibleReason.NO_USABLE_ENDPOINT;
import static io.fairlead.election.IneligibleReason.OTHER_SERVICE_OF_ADDRESS;
import static io.fairlead.election.IneligibleReason.POOL_NOT_CONFIGURED;
import static io.fairlead.election.IneligibleReason.SHARED_WITH_SERVICE_SELECTOR;
import static io.fairlead.election.IneligibleReason.TAINTED;
import static io.fairlead.election.Samples.ip;
import static io.fairlead.election.Samples.node;
import static io.fairlead.election.Samples.nodes;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.cluster.TrafficPolicy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cluster of these tests: nodes n1 (rack=a), n2 (rack=b), n3 (rack=b); one pool "lan". */
class L2CandidatesTest {
  private static final String A = "192.0.2.1";

  private final ClusterFixture cluster = new ClusterFixture();

  private AddressCandidates candidates() {
    return cluster.candidates(NodeRules.DEFAULT).explain(ip(A)).orElseThrow();
  }

  private static Map<?, ?> reasons(Object... pairs) {
    var reasons = new TreeMap<Object, Object>();
    for (int i = 0; i < pairs.length; i += 2) {
      reasons.put(node((String) pairs[i]), pairs[i + 1]);
    }
    return reasons;
  }

  private static Map<?, ?> scores(Object... pairs) {
    var scores = new TreeMap<Object, Object>();
    for (int i = 0; i < pairs.length; i += 2) {
      scores.put(pairs[i], pairs[i + 1]);
    }
    return scores;
  }

  @Test
  void everyNodeIsEligible_whenAnAdvertisementSelectsPoolAndService() {
    cluster.service("web", A).endpoints("web", "n2").advertise(ad -> ad);

    assertEquals(nodes("n1 n2 n3"), candidates().demand().eligible());
    assertEquals(reasons(), candidates().ineligible());
    assertEquals(new TreeSet<>(), candidates().demand().interfaces());
  }

  @Test
  void thereIsNoDemand_withoutAnAdvertisementThatSelectsPoolAndService() {
    cluster.service("web", A).endpoints("web", "n2");
    assertEquals(List.of(), cluster.candidates(NodeRules.DEFAULT).demands());

    cluster.advertise(ad -> ad.pools("other")).advertise(ad -> ad.services("app=db"));
    assertEquals(List.of(), cluster.candidates(NodeRules.DEFAULT).demands());
  }

  @Test
  void nobodyMayAnnounce_withoutAUsableEndpoint() {
    cluster.service("web", A).advertise(ad -> ad);

    assertEquals(nodes(""), candidates().demand().eligible());
    assertEquals(
        reasons("n1", NO_USABLE_ENDPOINT, "n2", NO_USABLE_ENDPOINT, "n3", NO_USABLE_ENDPOINT),
        candidates().ineligible());
  }

  @Test
  void anEndpointWithoutANode_isEnoughForClusterPolicy_notForLocal() {
    cluster.service("web", A).endpoints("web", "").advertise(ad -> ad);
    assertEquals(nodes("n1 n2 n3"), candidates().demand().eligible());

    cluster.policy("web", TrafficPolicy.LOCAL);
    assertEquals(nodes(""), candidates().demand().eligible());
  }

  @Test
  void localPolicyNeedsAnEndpointOnTheNode() {
    cluster.service("web", A).policy("web", TrafficPolicy.LOCAL).endpoints("web", "n2");
    cluster.advertise(ad -> ad);

    assertEquals(nodes("n2"), candidates().demand().eligible());
    assertEquals(
        reasons("n1", NO_LOCAL_ENDPOINT, "n3", NO_LOCAL_ENDPOINT), candidates().ineligible());
  }

  @Test
  void nodesAreLeftOut_byLabelAndByCondition() {
    cluster.service("web", A).endpoints("web", "n1").advertise(ad -> ad);
    cluster.exclude("n1").networkUnavailable("n2");

    assertEquals(nodes("n3"), candidates().demand().eligible());
    assertEquals(
        reasons("n1", EXCLUDED_BY_LABEL, "n2", NETWORK_UNAVAILABLE), candidates().ineligible());
    assertEquals(
        Optional.of(nodes("n1 n3")),
        cluster
            .candidates(new NodeRules(true, new TreeSet<>()))
            .explain(ip(A))
            .map(c -> c.demand().eligible()));
  }

  @Test
  void aDrainingNodeIsTheLastChoice() {
    cluster.service("web", A).endpoints("web", "n1").advertise(ad -> ad).drain("n1");
    assertEquals(nodes("n2 n3"), candidates().demand().eligible());
    assertEquals(reasons("n1", DRAINING), candidates().ineligible());

    cluster.drain("n2").drain("n3");
    assertEquals(nodes("n1 n2 n3"), candidates().demand().eligible());
  }

  @Test
  void aLocalServiceStaysOnADrainingNode_whenItsEndpointsAreThereAlone() {
    cluster.service("web", A).policy("web", TrafficPolicy.LOCAL).endpoints("web", "n1");
    cluster.advertise(ad -> ad).drain("n1");

    assertEquals(nodes("n1"), candidates().demand().eligible());
  }

  @Test
  void onlyHeededTaintsCount() {
    cluster.service("web", A).endpoints("web", "n1").advertise(ad -> ad);
    cluster.taint("n1", "node.kubernetes.io/unschedulable:NoSchedule");
    cluster.taint("n2", "node.kubernetes.io/out-of-service:NoExecute");
    cluster.taint("n3", "rack/repair:NoSchedule");
    var rules =
        new NodeRules(
            false,
            new TreeSet<>(List.of("node.kubernetes.io/out-of-service", "rack/repair:NoExecute")));

    var heeded = cluster.candidates(rules).explain(ip(A)).orElseThrow();
    assertEquals(nodes("n1 n3"), heeded.demand().eligible());
    assertEquals(reasons("n2", TAINTED), heeded.ineligible());
    assertEquals(nodes("n1 n2 n3"), candidates().demand().eligible());
  }

  @Test
  void anyOfTheAdvertisementsMaySelectTheNode_andNamesItsInterfaces() {
    cluster.service("web", A).endpoints("web", "n1");
    cluster.advertise(ad -> ad.nodes("rack=a").interfaces("eth0"));
    assertEquals(nodes("n1"), candidates().demand().eligible());
    assertEquals(reasons("n2", NOT_SELECTED, "n3", NOT_SELECTED), candidates().ineligible());
    assertEquals(new TreeSet<>(List.of("eth0")), candidates().demand().interfaces());

    cluster.advertise(ad -> ad.nodes("rack=b").interfaces("eth1"));
    assertEquals(nodes("n1 n2 n3"), candidates().demand().eligible());
    assertEquals(new TreeSet<>(List.of("eth0", "eth1")), candidates().demand().interfaces());

    cluster.advertise(ad -> ad.nodes("rack=c").interfaces("eth9"));
    assertEquals(new TreeSet<>(List.of("eth0", "eth1")), candidates().demand().interfaces());

    cluster.advertise(ad -> ad.nodes("rack=b"));
    assertEquals(new TreeSet<>(), candidates().demand().interfaces());
  }

  @Test
  void preferenceIsTheSumOfTheWeightsThatMatch_withinEachAdvertisementsNodes() {
    cluster.service("web", A).endpoints("web", "n1");
    cluster.advertise(ad -> ad.prefer(10, "rack=b").prefer(5, "rack=b").prefer(90, "rack=a"));
    assertEquals(scores("n1", 90, "n2", 15, "n3", 15), candidates().demand().preference());

    cluster.advertise(ad -> ad.nodes("rack=b").prefer(7, "rack=b").prefer(50, "rack=a"));
    cluster.advertise(ad -> ad.services("app=db").prefer(99, "rack=b"));
    cluster.advertise(ad -> ad.pools("other").prefer(99, "rack=b"));
    assertEquals(scores("n1", 90, "n2", 22, "n3", 22), candidates().demand().preference());
  }

  @Test
  void preferenceSelectsNobody_whoMayNotAnnounce() {
    cluster.service("web", A).endpoints("web", "n1").exclude("n1");
    cluster.advertise(ad -> ad.nodes("rack=b").prefer(10, "rack=b"));
    cluster.advertise(ad -> ad.nodes("rack=c").prefer(10, "rack=b"));

    assertEquals(nodes("n2 n3"), candidates().demand().eligible());
    assertEquals(scores("n2", 10, "n3", 10), candidates().demand().preference());
  }

  @Test
  void theWantedNodeIsThatOfTheFirstServiceThatNamesOne() {
    cluster.service("tcp", A).service("udp", A).advertise(ad -> ad);
    cluster.endpoints("tcp", "n1").endpoints("udp", "n1");
    assertEquals(Optional.empty(), candidates().demand().wanted());

    cluster.annotate("udp", "fairlead.io/node", "n3");
    assertEquals(Optional.of(node("n3")), candidates().demand().wanted());

    cluster.annotate("tcp", "fairlead.io/node", " n2 ");
    assertEquals(Optional.of(node("n2")), candidates().demand().wanted());
  }

  @ParameterizedTest
  @ValueSource(strings = {"metallb.io/allow-shared-ip", "metallb.universe.tf/allow-shared-ip"})
  void aSharingServiceIsNotAnnounced_whenAnAdvertisementHasServiceSelectors(String annotation) {
    cluster.service("web", A).endpoints("web", "n1").annotate("web", annotation, "");
    cluster.advertise(ad -> ad.services("app=web"));

    assertEquals(nodes(""), candidates().demand().eligible());
    assertEquals(SHARED_WITH_SERVICE_SELECTOR, candidates().ineligible().get(node("n1")));
  }

  @Test
  void anAddressOutsideThePools_isWithdrawn() {
    cluster.service("web", A).endpoints("web", "n1").advertise(ad -> ad).removePool();

    assertEquals(nodes(""), candidates().demand().eligible());
    assertEquals(POOL_NOT_CONFIGURED, candidates().ineligible().get(node("n1")));
  }

  @Test
  void aSharedAddressHasOneDemand_andAServiceWithoutEndpointsBlocksNobody() {
    cluster.service("tcp", A).service("udp", A).advertise(ad -> ad).endpoints("tcp", "n1");

    var demand = candidates().demand();

    assertEquals(1, cluster.candidates(NodeRules.DEFAULT).demands().size());
    assertEquals(
        List.of("default/tcp", "default/udp"),
        demand.services().stream().map(Object::toString).toList());
    assertEquals(nodes("n1 n2 n3"), demand.eligible());
  }

  @Test
  void aSharedAddressGoesWhereTheMostServicesMayBe() {
    cluster.service("tcp", A).policy("tcp", TrafficPolicy.LOCAL).endpoints("tcp", "n1 n2");
    cluster.service("udp", A).policy("udp", TrafficPolicy.LOCAL).endpoints("udp", "n2 n3");
    cluster.advertise(ad -> ad);

    assertEquals(nodes("n2"), candidates().demand().eligible());
    assertEquals(
        reasons("n1", OTHER_SERVICE_OF_ADDRESS, "n3", OTHER_SERVICE_OF_ADDRESS),
        candidates().ineligible());
  }

  @Test
  void aServiceThatIsGone_demandsNothing() {
    cluster.advertise(ad -> ad).assignOnly("ghost", A);

    assertEquals(List.of(), cluster.candidates(NodeRules.DEFAULT).demands());
  }
}
