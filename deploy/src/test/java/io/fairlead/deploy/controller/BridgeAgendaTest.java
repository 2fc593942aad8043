package io.fairlead.deploy.controller;

import static io.fairlead.deploy.controller.BridgeSamples.holds;
import static io.fairlead.deploy.controller.BridgeSamples.pending;
import static io.fairlead.deploy.controller.BridgeSamples.pool;
import static io.fairlead.deploy.controller.BridgeSamples.service;
import static io.fairlead.deploy.controller.BridgeSamples.snapshot;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.cluster.ClusterSnapshot;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.cluster.ServiceView;
import io.fairlead.ipam.AssignmentPlanner;
import io.fairlead.ipam.Grant;
import io.fairlead.ipam.GrantReason;
import io.fairlead.ipam.Holding;
import io.fairlead.ipam.RejectReason;
import io.fairlead.ipam.Sharing;
import io.fairlead.net.IpAddress;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BridgeAgendaTest extends AgendaSteps {
  @Test
  void next_configuresPoolsBeforeAnyServiceIsConverged() {
    var cluster = snapshot(List.of(POOL), service("web", 1));

    assertEquals(List.of("configure default"), next(cluster));
    assertEquals(List.of(), next(cluster));

    agenda.poolAnswered("default");
    assertEquals(List.of("converge web"), next(cluster));
  }

  @Test
  void next_asksASilentPoolAgain() {
    var cluster = snapshot(List.of(POOL), service("web", 1));
    next(cluster);

    agenda.poolSilent("default");

    assertEquals(List.of("configure default"), next(cluster));
  }

  @Test
  void next_letsHoldersGoFirst_andNewcomersWaitForThem() {
    var cluster = withPool(service("newcomer", 1), service("holder", 2, "192.168.120.200"));

    assertEquals(List.of("converge holder"), next(cluster));
    assertEquals(List.of(), next(cluster));

    agenda.serviceAnswered(holds("holder", "default", "192.168.120.200"), false);
    assertEquals(List.of("converge newcomer"), next(cluster));
  }

  @Test
  void next_takesNewcomersInOrderOfTheirCreation() {
    var cluster = withPool(service("a-young", 20), service("b-old", 10));

    assertEquals(List.of("converge b-old", "converge a-young"), next(cluster));
  }

  @Test
  void next_asksNothingOfAConvergedCluster_alsoWhenStatusEchoesTheAnswer() {
    next(withPool(service("web", 1)));
    agenda.serviceAnswered(holds("web", "default", "192.168.120.200"), false);

    var echoed = snapshot(List.of(POOL), service("web", 1, "192.168.120.200"));
    assertEquals(List.of(), next(echoed));
    assertTrue(agenda.isIdle());
  }

  @Test
  void next_clearsAServiceThatIsGone_andThenRetriesThePendingOnes() {
    var both = withPool(service("first", 1), service("second", 2));
    next(both);
    agenda.serviceAnswered(holds("first", "default", "192.168.120.200"), false);
    agenda.serviceAnswered(pending("second", "default", RejectReason.POOL_EXHAUSTED), false);
    var one = snapshot(List.of(POOL), service("second", 2));

    assertEquals(List.of("clear first"), next(one));
    assertFalse(agenda.isIdle());
    agenda.serviceAnswered(pending("first", "", RejectReason.NO_POOLS_CONFIGURED), true);

    assertEquals(List.of("converge second"), next(one));
  }

  @Test
  void next_triesPendingServicesAgainWhenAPoolComes() {
    var without = snapshot(List.of(), service("web", 1));
    assertEquals(List.of("converge web"), next(without));
    agenda.serviceAnswered(pending("web", "", RejectReason.NO_POOLS_CONFIGURED), false);
    assertEquals(List.of(), next(without));

    var with = snapshot(List.of(POOL), service("web", 1));
    assertEquals(List.of("configure default"), next(with));
    agenda.poolAnswered("default");

    assertEquals(List.of("converge web"), next(with));
  }

  @Test
  void next_looksAgainAtTheHoldersOfAPoolThatChanged_andRetiresOneThatLeft() {
    next(withPool(service("web", 1)));
    agenda.serviceAnswered(holds("web", "default", "192.168.120.200"), false);
    var shrunk =
        snapshot(List.of(pool("default", "192.168.120.205-192.168.120.210")), service("web", 1));

    assertEquals(List.of("configure default"), next(shrunk));
    agenda.poolAnswered("default");
    assertEquals(List.of("converge web"), next(shrunk));
    agenda.serviceAnswered(holds("web", "default", "192.168.120.205"), false);

    assertEquals(List.of("retire default"), next(snapshot(List.of(), service("web", 1))));
  }

  @Test
  void next_repeatsWhatWasNotAnswered() {
    var cluster = withPool(service("web", 1));
    next(cluster);

    agenda.serviceSilent(new ServiceKey("default", "web"));

    assertEquals(List.of("converge web"), next(cluster));
  }

  @Test
  void next_clearsAnOrphanThatOnlyAPoolKnows() {
    var cluster = withPool();

    agenda.orphaned(new ServiceKey("default", "deleted-meanwhile"));

    assertEquals(List.of("clear deleted-meanwhile"), next(cluster));
  }

  @Test
  void retryUnsettled_picksThoseWhosePoolDidNotAnswer() {
    var cluster = withPool(service("slow", 1), service("full", 2));
    next(cluster);
    agenda.serviceAnswered(pending("slow", "default", RejectReason.POOL_UNAVAILABLE), false);
    agenda.serviceAnswered(pending("full", "default", RejectReason.POOL_EXHAUSTED), false);

    agenda.retryUnsettled();

    assertEquals(List.of("converge slow"), next(cluster));
  }

  @Test
  void next_triesAgainWhoWasInFlightWhenAPoolChanged() {
    var web = service("web", 1);
    next(withPool(web));
    var wider = snapshot(List.of(pool("default", "192.168.120.200-192.168.120.220")), web);
    assertEquals(List.of("configure default"), next(wider));
    agenda.poolAnswered("default");
    agenda.serviceAnswered(pending("web", "default", RejectReason.POOL_EXHAUSTED), false);

    assertEquals(List.of("converge web"), next(wider));
  }

  @Test
  void next_recognizesWhoseHoldingAnswersItsPlan_andAsksNobody() {
    var web = service("web", 1, "192.168.120.200");
    var cluster = withHoldings(web, holding(web, "192.168.120.200", digest(web)));

    assertEquals(List.of("recognize web"), next(cluster));
    assertEquals(List.of(), next(cluster));
    assertTrue(agenda.isIdle());
    assertEquals(
        List.of(IpAddress.parse("192.168.120.200")),
        agenda.outcomes().values().iterator().next().addresses());
  }

  @Test
  void next_wakesWhoseHoldingAnswersAnotherRequest() {
    var web = service("web", 1, "192.168.120.200");

    assertEquals(
        List.of("converge web"),
        next(withHoldings(web, holding(web, "192.168.120.200", "another request"))));
  }

  @Test
  void next_wakesWhoseHoldingIsOutsideTheRanges() {
    var far = service("far", 2);

    assertEquals(
        List.of("converge far"), next(withHoldings(far, holding(far, "10.9.9.9", digest(far)))));
  }

  @Test
  void next_wakesWhoIsHeldTwice_andReleasesTheStray() {
    var web = service("web", 1);
    var old = pool("old", "10.0.0.0-10.0.0.9");
    var cluster = snapshot(List.of(POOL, old), web);
    next(cluster);
    agenda.holdingsRead("default", List.of(holding(web, "192.168.120.200", digest(web))));
    agenda.poolAnswered("default");
    agenda.holdingsRead("old", List.of(holding(web, "10.0.0.0", digest(web))));
    agenda.poolAnswered("old");

    assertEquals(List.of("converge web"), next(cluster));
    agenda.serviceAnswered(holds("web", "default", "192.168.120.200"), false);
    assertEquals(List.of("release web of old"), next(cluster));
  }

  @Test
  void next_triesPendingServicesAgainWhenTheirQuotaChanges() {
    var web = service("web", 1);
    next(withPool(web));
    agenda.serviceAnswered(pending("web", "default", RejectReason.QUOTA_EXCEEDED), false);
    var plain = snapshot(List.of(POOL), web);
    assertEquals(List.of(), next(plain));

    var quotas = new TreeMap<String, SortedMap<String, Integer>>();
    quotas.put("default", new TreeMap<>(Map.of("default", 5)));
    var bounded =
        new ClusterSnapshot(
            2,
            plain.services(),
            plain.endpoints(),
            plain.nodes(),
            plain.namespaceLabels(),
            plain.config(),
            quotas);

    assertEquals(List.of("converge web"), next(bounded));
  }

  private ClusterSnapshot withHoldings(ServiceView view, Holding holding) {
    var fresh = snapshot(List.of(pool("default", "192.168.120.200-192.168.120.211")), view);
    next(snapshot(List.of()));
    agenda.poolAnswered("default");
    next(fresh);
    agenda.holdingsRead("default", List.of(holding));
    agenda.poolAnswered("default");
    return fresh;
  }

  private static String digest(ServiceView view) {
    return AssignmentPlanner.plan(view, snapshot(List.of(POOL), view)).digest();
  }

  private static Holding holding(ServiceView view, String address, String digest) {
    var grant = new Grant(IpAddress.parse(address), GrantReason.FIRST_FREE);
    return new Holding(view.key(), List.of(grant), digest, Sharing.NONE);
  }
}
