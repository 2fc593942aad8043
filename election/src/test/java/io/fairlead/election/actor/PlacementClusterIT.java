package io.fairlead.election.actor;

import static io.fairlead.election.Samples.demand;
import static io.fairlead.election.Samples.ip;
import static io.fairlead.election.Samples.node;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.cluster.NodeName;
import io.fairlead.election.AddressDemand;
import io.fairlead.placement.Claim;
import io.fairlead.placement.Succession;
import io.fairlead.table.AnnouncementTable;
import io.fairlead.table.TableRevision;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A controller and two speakers, three actor systems in one JVM. */
@Timeout(120)
class PlacementClusterIT {
  private static final String A = "192.0.2.1";
  private static final String B = "192.0.2.2";
  private static final AddressDemand DEMAND_A = demand(A, "n1 n2");
  private static final AddressDemand DEMAND_B = demand(B, "n1 n2");

  private static PlacementSettings holdSeconds(int seconds) {
    return new PlacementSettings(
        Duration.ofSeconds(seconds),
        Duration.ofSeconds(5),
        Duration.ofMillis(300),
        Duration.ofMillis(20));
  }

  private static LocalCluster start(int holdSeconds) throws InterruptedException {
    return LocalCluster.start(holdSeconds(holdSeconds), "n1", "n2");
  }

  private static Succession succession(LocalCluster cluster, String address) {
    return cluster.table().entries().stream()
        .filter(entry -> entry.address().equals(ip(address)))
        .findFirst()
        .orElseThrow()
        .succession();
  }

  private static NodeName other(NodeName node) {
    return node.equals(node("n1")) ? node("n2") : node("n1");
  }

  private static void awaitAllHave(LocalCluster cluster, TableRevision revision)
      throws InterruptedException {
    for (var speaker : cluster.speakers.values()) {
      cluster.await(speaker.node + " has " + revision, () -> speaker.revision().equals(revision));
      assertEquals(
          cluster.table().entries(), speaker.table.get().entries().values().stream().toList());
    }
  }

  /** Publishes the demands and waits until the table shows them with complete successions. */
  private static void place(LocalCluster cluster, AddressDemand... demands)
      throws InterruptedException {
    cluster.update(demands);
    cluster.await(
        "all are placed on both nodes",
        () ->
            cluster.table().entries().stream()
                    .filter(entry -> entry.succession().nodes().size() == 2)
                    .count()
                == demands.length);
  }

  @Test
  void speakersGetTheTableAndChanges_andASnapshotAfterAGap() throws Exception {
    try (var cluster = start(5)) {
      place(cluster, DEMAND_A);
      awaitAllHave(cluster, cluster.table().revision());
      var lossy = cluster.speaker(node("n1"));
      var steady = cluster.speaker(node("n2"));
      int snapshotsBefore = lossy.snapshots.get();
      int deltasBefore = steady.deltas.get();
      assertTrue(snapshotsBefore >= 1);

      lossy.losesNextDelta.set(true);
      place(cluster, DEMAND_A, DEMAND_B);
      awaitAllHave(cluster, cluster.table().revision());

      assertEquals(false, lossy.losesNextDelta.get(), "a delta was lost");
      assertTrue(lossy.snapshots.get() > snapshotsBefore, "the gap brought a snapshot");
      assertTrue(steady.deltas.get() > deltasBefore, "no gap, so a delta was enough");
      assertNotEquals(
          succession(cluster, A).owner(), succession(cluster, B).owner(), "both nodes have one");
      cluster.await(
          "both acknowledged the current table",
          () ->
              cluster.distribution().receipts().stream()
                      .filter(r -> r.acknowledged().equals(cluster.table().revision()))
                      .count()
                  == 2);
    }
  }

  @Test
  void aTakeOverThatASpeakerReportsBecomesTheTable() throws Exception {
    try (var cluster = start(60)) {
      place(cluster, DEMAND_A);
      awaitAllHave(cluster, cluster.table().revision());
      var before = succession(cluster, A);
      var heir = other(before.owner().orElseThrow());
      var claim = new Claim(ip(A), heir, before.epoch() + 1);

      cluster
          .speaker(heir)
          .publishers
          .get()
          .getFirst()
          .tell(new TableProtocol.ReportClaims(heir, List.of(claim)));

      cluster.await("the claimant owns it", () -> succession(cluster, A).epoch() == claim.epoch());
      assertEquals(
          List.of(heir, other(heir)), succession(cluster, A).nodes(), "it stays a stand-by");
      awaitAllHave(cluster, cluster.table().revision());
    }
  }

  @Test
  void speakersThatKnowALaterGenerationGetOneAboveIt() throws Exception {
    try (var cluster = start(5)) {
      place(cluster, DEMAND_A);
      awaitAllHave(cluster, cluster.table().revision());
      // As after the loss of the journal: this speaker's table is of a time we know nothing of.
      var veteran = cluster.speaker(node("n1"));
      veteran.table.set(AnnouncementTable.of(new TableRevision(7, 3), List.of()));

      cluster.update(DEMAND_A, DEMAND_B);

      cluster.await("a higher generation", () -> cluster.table().revision().generation() == 8);
      awaitAllHave(cluster, cluster.table().revision());
    }
  }

  @Test
  void aKilledOwnerIsReplacedAfterTheHold() throws Exception {
    try (var cluster = start(3)) {
      place(cluster, DEMAND_A);
      var before = succession(cluster, A);
      var owner = before.owner().orElseThrow();

      cluster.kill(owner);
      cluster.await("the owner is unreachable", () -> cluster.unreachable() == 1);
      long seenAtNanos = System.nanoTime();
      assertEquals(before, succession(cluster, A), "the hold has only begun");
      cluster.await("the stand-by owns it", () -> succession(cluster, A).epoch() > before.epoch());

      long heldMillis = Duration.ofNanos(System.nanoTime() - seenAtNanos).toMillis();
      assertTrue(heldMillis >= 2_800, "held for " + heldMillis + " ms");
      assertEquals(
          new Succession(before.epoch() + 1, List.of(other(owner))), succession(cluster, A));
      var survivor = cluster.speaker(other(owner));
      cluster.await(
          "the survivor knows it", () -> survivor.revision().equals(cluster.table().revision()));
    }
  }

  @Test
  void aSpeakerThatCameBackAtItsAddress_isNotTakenForTheOneThatEndedThere() throws Exception {
    try (var cluster = start(60)) {
      place(cluster, DEMAND_A);
      awaitAllHave(cluster, cluster.table().revision());

      cluster.restart(node("n1"));
      var back = cluster.speaker(node("n1"));
      cluster.await("it has a table", () -> back.snapshots.get() > 0);
      cluster.tellEndOfTheLastAt(node("n1"));
      int before = back.currents.get();
      // One or two may have been on their way.
      cluster.await("it hears again and again", () -> back.currents.get() > before + 3);
      cluster.update(DEMAND_A, DEMAND_B);
      cluster.await("it gets the change", () -> back.table.get().entries().size() == 2);
      assertTrue(back.deltas.get() > 0, "as a delta");
    }
  }

  @Test
  void anOwnerThatLeavesIsReplacedAtOnce() throws Exception {
    try (var cluster = start(60)) {
      place(cluster, DEMAND_A);
      var before = succession(cluster, A);
      var owner = before.owner().orElseThrow();

      cluster.leave(owner);
      cluster.await("the stand-by owns it", () -> succession(cluster, A).epoch() > before.epoch());

      assertEquals(other(owner), succession(cluster, A).owner().orElseThrow());
    }
  }

  @Test
  void nothingChanges_whenAllSpeakersAreUnreachable() throws Exception {
    try (var cluster = start(2)) {
      place(cluster, DEMAND_A, DEMAND_B);
      var before = cluster.table();

      cluster.kill(node("n1"), node("n2"));
      cluster.await("both are unreachable", () -> cluster.unreachable() == 2);
      LocalCluster.holds(
          "the table " + before, Duration.ofSeconds(4), () -> before.equals(cluster.table()));
    }
  }
}
