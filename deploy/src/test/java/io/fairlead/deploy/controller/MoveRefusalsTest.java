package io.fairlead.deploy.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.election.AddressCandidates;
import io.fairlead.election.AddressDemand;
import io.fairlead.election.IneligibleReason;
import io.fairlead.election.L2Candidates;
import io.fairlead.election.PlacementReport;
import io.fairlead.election.UnmetWish;
import io.fairlead.net.IpAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class MoveRefusalsTest {
  private static final IpAddress ADDRESS = IpAddress.parse("192.0.2.1");
  private static final ServiceKey WEB = new ServiceKey("shop", "web");
  private static final NodeName N1 = new NodeName("n1");
  private static final NodeName N2 = new NodeName("n2");

  private static Map<ServiceKey, String> told(NodeName wanted, UnmetWish.Reason reason) {
    var demand =
        new AddressDemand(
            ADDRESS, new TreeSet<>(List.of(WEB)), new TreeSet<>(), new TreeSet<>(List.of(N1)));
    var candidates =
        new AddressCandidates(demand, new TreeMap<>(Map.of(N2, IneligibleReason.NOT_SELECTED)));
    var report =
        new PlacementReport(
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeSet<>(),
            new TreeMap<>(),
            new TreeMap<>(Map.of(ADDRESS, new UnmetWish(wanted, reason))));
    var texts = new TreeMap<ServiceKey, String>();
    MoveRefusals.of(
            report, new L2Candidates(new TreeMap<>(Map.of(ADDRESS, candidates))), Set.of(N1, N2))
        .forEach((service, refusal) -> texts.put(service, refusal.why()));
    return texts;
  }

  @Test
  void theReasonIsThatOfTheRule_whichTheNodeFails() {
    assertEquals(
        Map.of(WEB, "no L2Advertisement of the pool selects the node"),
        told(N2, UnmetWish.Reason.NOT_ELIGIBLE));
    assertEquals(
        Map.of(WEB, "there is no such node"),
        told(new NodeName("n9"), UnmetWish.Reason.NOT_ELIGIBLE));
    assertEquals(
        Map.of(WEB, "no speaker on it can be reached"), told(N1, UnmetWish.Reason.NO_SPEAKER));
  }

  @Test
  void aNodeThatIsOnlyWaitedFor_isNoRefusal() {
    assertEquals(Map.of(), told(N1, UnmetWish.Reason.NOT_YET));
  }
}
