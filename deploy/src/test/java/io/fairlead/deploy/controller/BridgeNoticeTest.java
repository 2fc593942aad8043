package io.fairlead.deploy.controller;

import static io.fairlead.deploy.controller.BridgeSamples.holds;
import static io.fairlead.deploy.controller.BridgeSamples.pending;
import static io.fairlead.deploy.controller.BridgeSamples.pool;
import static io.fairlead.deploy.controller.BridgeSamples.service;
import static io.fairlead.deploy.controller.BridgeSamples.snapshot;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.deploy.controller.BridgeNotice.Allocated;
import io.fairlead.deploy.controller.BridgeNotice.Cleared;
import io.fairlead.deploy.controller.BridgeNotice.Failed;
import io.fairlead.election.AssignedService;
import io.fairlead.ipam.AssignmentOutcome;
import io.fairlead.ipam.RejectReason;
import io.fairlead.net.IpAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BridgeNoticeTest {
  private static final List<IpAddress> ADDRESS = List.of(IpAddress.parse("192.168.120.200"));

  @Test
  void of_tellsOfANewAddressOnce() {
    var held = holds("web", "default", "192.168.120.200");
    var again =
        new AssignmentOutcome(
            held.service(), held.grants(), "default", List.of(), false, Optional.empty());

    assertEquals(List.of(new Allocated(ADDRESS)), BridgeNotice.of(held, Optional.empty()));
    assertEquals(List.of(), BridgeNotice.of(again, Optional.of(held)));
  }

  @Test
  void of_tellsNothingWhenTheServiceRecordsWhatItsPoolHasShown() {
    var held = holds("web", "default", "192.168.120.200");

    assertEquals(List.of(), BridgeNotice.of(held, Optional.of(held)));
  }

  @Test
  void of_saysWhyAServiceIsPending_andOnlyWhenTheReasonChanges() {
    var full = pending("web", "default", RejectReason.POOL_EXHAUSTED);

    assertEquals(
        List.of(new Failed("AllocationFailed", "no available IPs in pool default")),
        BridgeNotice.of(full, Optional.empty()));
    assertEquals(List.of(), BridgeNotice.of(full, Optional.of(full)));
  }

  @Test
  void of_tellsOfALossBeforeItsConsequence() {
    var before = holds("web", "default", "192.168.120.200");
    var lost = pending("web", "default", RejectReason.POOL_RETIRED);
    var why = "pool default was removed from the configuration";

    assertEquals(
        List.of(new Cleared(why), new Failed("AllocationFailed", why)),
        BridgeNotice.of(lost, Optional.of(before)));
  }

  @Test
  void assignedServices_believeStatusUntilTheEntityAnswers() {
    var cluster =
        snapshot(
            List.of(pool("default", "192.168.120.200-192.168.120.210")),
            service("silent", 1, "192.168.120.200"),
            service("pending", 2));
    var key = new ServiceKey("default", "silent");

    assertEquals(
        List.of(new AssignedService(key, ADDRESS, "default")),
        AssignedServices.of(cluster, Map.of()));
    assertEquals(
        List.of(),
        AssignedServices.of(
            cluster, Map.of(key, pending("silent", "default", RejectReason.POOL_EXHAUSTED))));
  }
}
