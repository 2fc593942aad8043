package io.fairlead.election;

import static io.fairlead.election.Samples.claim;
import static io.fairlead.election.Samples.demand;
import static io.fairlead.election.Samples.fold;
import static io.fairlead.election.Samples.ip;
import static io.fairlead.election.Samples.node;
import static io.fairlead.election.Samples.nodes;
import static io.fairlead.election.Samples.reachable;
import static io.fairlead.election.Samples.speakers;
import static io.fairlead.election.Samples.succession;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.fairlead.placement.PlacementCause;
import io.fairlead.placement.PlacementEvent;
import io.fairlead.placement.PlacementEvent.AddressPlaced;
import io.fairlead.placement.PlacementEvent.AddressUnplaced;
import io.fairlead.placement.PlacementEvent.GenerationStarted;
import io.fairlead.placement.Succession;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PlacementTest {
  private static final String A = "192.0.2.1";
  private static final String B = "192.0.2.2";
  private static final String C = "192.0.2.3";
  private static final String V6 = "2001:db8::1";

  private static Placement owned(long epoch, String nodes) {
    return Placement.EMPTY.apply(placed(epoch, nodes, PlacementCause.NEW_ADDRESS));
  }

  private static PlacementEvent placed(long epoch, String nodes, PlacementCause cause) {
    return new AddressPlaced(ip(A), succession(epoch, nodes), cause);
  }

  private static List<PlacementEvent> decide(
      Placement placement, String eligible, SpeakerSet speakers) {
    return placement.decide(List.of(demand(A, eligible)), speakers);
  }

  @Test
  void decide_placesANewAddressOnTheNodeFirstInHashOrder_whenAllAreIdle() {
    var order = HashOrder.of(ip(A)).sorted(nodes("n1 n2 n3"));

    var events = decide(Placement.EMPTY, "n1 n2 n3", reachable("n1 n2 n3"));

    assertEquals(
        List.of(new AddressPlaced(ip(A), new Succession(1, order), PlacementCause.NEW_ADDRESS)),
        events);
  }

  @Test
  void decide_placesANewAddressOnTheNodeThatOwnsTheFewest() {
    var demands = List.of(demand(A, "n1 n2"), demand(B, "n1"), demand(C, "n2"));
    var before =
        fold(
            Placement.EMPTY,
            List.of(
                new AddressPlaced(ip(B), succession(1, "n1"), PlacementCause.NEW_ADDRESS),
                new AddressPlaced(ip(C), succession(1, "n2"), PlacementCause.NEW_ADDRESS),
                new AddressPlaced(
                    ip("192.0.2.4"), succession(1, "n1"), PlacementCause.NEW_ADDRESS)));
    var more = List.of(demands.get(0), demands.get(1), demands.get(2), demand("192.0.2.4", "n1"));

    var events = before.decide(more, reachable("n1 n2"));

    assertEquals(List.of(placed(1, "n2 n1", PlacementCause.NEW_ADDRESS)), events);
  }

  @Test
  void decide_isSilentOnceApplied() {
    var demands = List.of(demand(A, "n1 n2 n3"), demand(B, "n1 n2"), demand(C, ""));
    var speakers = speakers("n1 n2", "n3", "");
    var after = fold(Placement.EMPTY, Placement.EMPTY.decide(demands, speakers));

    assertEquals(List.of(), after.decide(demands, speakers));
  }

  @Test
  void decide_keepsTheOwner_whenANodeJoins() {
    var events = decide(owned(4, "n1 n2"), "n1 n2 n3", reachable("n1 n2 n3"));

    var placed = (AddressPlaced) events.getFirst();
    assertEquals(1, events.size());
    assertEquals(PlacementCause.STANDBYS_CHANGED, placed.cause());
    assertEquals(4, placed.succession().epoch());
    assertEquals(Optional.of(node("n1")), placed.succession().owner());
    assertEquals(nodes("n2 n3"), new TreeSet<>(placed.succession().nodes().subList(1, 3)));
  }

  @Test
  void decide_givesALostOwnersAddressToItsFirstStandBy() {
    assertEquals(
        List.of(placed(5, "n3 n2", PlacementCause.OWNER_UNREACHABLE)),
        decide(owned(4, "n1 n3 n2"), "n1 n2 n3", reachable("n2 n3")));
    assertEquals(
        List.of(placed(5, "n2", PlacementCause.OWNER_LEFT)),
        decide(owned(4, "n1 n3 n2"), "n1 n2 n3", speakers("n2", "", "n1 n3")));
    assertEquals(
        List.of(placed(5, "n3 n2", PlacementCause.OWNER_NOT_ELIGIBLE)),
        decide(owned(4, "n1 n3 n2"), "n2 n3", reachable("n1 n2 n3")));
  }

  @Test
  void decide_changesNothing_whileTheOwnerIsHeld() {
    assertEquals(List.of(), decide(owned(4, "n1 n2"), "n1 n2", speakers("n2", "n1", "")));
    assertEquals(List.of(), decide(owned(4, "n1 n2"), "n1 n2", speakers("n1", "n2", "")));
  }

  @Test
  void decide_changesNothing_whenNoSpeakerIsReachable() {
    var before = owned(4, "n1 n2");

    assertEquals(List.of(), before.decide(List.of(), reachable("")));
    assertEquals(List.of(), decide(before, "n2", speakers("", "n1 n2", "")));
    assertEquals(List.of(), decide(before, "", speakers("", "", "n1 n2")));
  }

  @Test
  void decide_changesNothing_whenTheEligibleNodesAreOutOfReach() {
    assertEquals(List.of(), decide(owned(4, "n1 n2"), "n1 n2", reachable("n9")));
  }

  @Test
  void decide_passesOverAnOwnerThatConfigurationRulesOut_evenToANodeOutOfReach() {
    assertEquals(
        List.of(placed(5, "n2", PlacementCause.OWNER_NOT_ELIGIBLE)),
        decide(owned(4, "n1 n2"), "n2", reachable("n1")));
  }

  @Test
  void decide_emptiesTheSuccession_whenNoNodeIsEligible_andComesBackToTheSameNode() {
    var events = decide(owned(4, "n1 n2"), "", reachable("n1 n2"));
    assertEquals(List.of(placed(5, "", PlacementCause.OWNER_NOT_ELIGIBLE)), events);

    var emptied = fold(owned(4, "n1 n2"), events);
    assertEquals(List.of(), decide(emptied, "", reachable("n1 n2")));
    assertEquals(
        List.of(placed(6, "n1 n2", PlacementCause.NEW_ADDRESS)),
        decide(emptied, "n1 n2", reachable("n1 n2")));
  }

  @Test
  void decide_unplacesWhatIsDemandedNoMore_andRemembersTheEpoch() {
    var events = owned(4, "n1").decide(List.of(), reachable("n1"));
    assertEquals(List.of(new AddressUnplaced(ip(A), 4)), events);

    var unplaced = fold(owned(4, "n1"), events);
    assertEquals(
        List.of(placed(5, "n1", PlacementCause.NEW_ADDRESS)),
        decide(unplaced, "n1", reachable("n1")));
  }

  @Test
  void decide_waitsWithANewAddress_whileTheControllerStartsAndASpeakerIsMissing() {
    var starting = new SpeakerSet(nodes("n1"), nodes(""), nodes(""), true);

    assertEquals(List.of(), decide(Placement.EMPTY, "n1 n2", starting));
    assertEquals(List.of(), decide(owned(4, "n2 n1"), "n1 n2", starting));
    assertEquals(
        List.of(placed(1, "n1", PlacementCause.NEW_ADDRESS)),
        decide(Placement.EMPTY, "n1", starting));
  }

  @Test
  void decide_placesTheAddressesOfOneServiceTogether() {
    var demands = List.of(demand(A, "default/web", "n1 n2 n3"), demand(V6, "default/web", "n2 n3"));

    var after = fold(Placement.EMPTY, Placement.EMPTY.decide(demands, reachable("n1 n2 n3")));

    var owner = after.owned(ip(A)).flatMap(Succession::owner);
    assertEquals(owner, after.owned(ip(V6)).flatMap(Succession::owner));
    assertNotEquals(Optional.of(node("n1")), owner);
  }

  @Test
  void decide_putsASecondAddressBesideTheFirst_howeverLoadedTheNode() {
    var events =
        owned(4, "n1 n2")
            .decide(
                List.of(demand(A, "default/web", "n1 n2"), demand(V6, "default/web", "n1 n2")),
                reachable("n1 n2"));

    assertEquals(
        List.of(new AddressPlaced(ip(V6), succession(1, "n1 n2"), PlacementCause.NEW_ADDRESS)),
        events);
  }

  @Test
  void decide_putsLostOwnersFirst() {
    var demands = List.of(demand("192.0.2.0", "n2"), demand(A, "n1 n2"));

    var events = owned(4, "n1 n2").decide(demands, reachable("n2"));

    assertEquals(placed(5, "n2", PlacementCause.OWNER_UNREACHABLE), events.getFirst());
    assertEquals(2, events.size());
  }

  @Test
  void adoptClaims_makesTheClaimantOfAHigherEpochTheOwner() {
    var events =
        owned(4, "n1 n2 n3")
            .adoptClaims(
                List.of(claim(A, "n3", 5)), List.of(demand(A, "n1 n2 n3")), reachable("n1 n2 n3"));

    assertEquals(List.of(placed(5, "n3 n2 n1", PlacementCause.TAKEN_OVER)), events);
  }

  @Test
  void adoptClaims_holdsOurs_againstTheSameOrALowerEpoch() {
    var events =
        owned(4, "n1 n2")
            .adoptClaims(
                List.of(claim(A, "n2", 4), claim(A, "n2", 3), claim(A, "n2", Long.MAX_VALUE)),
                List.of(demand(A, "n1 n2")),
                reachable("n1 n2"));

    assertEquals(List.of(), events);
  }

  @Test
  void adoptClaims_outbidsANodeThatMayNotAnnounce() {
    var events =
        owned(4, "n1 n2")
            .adoptClaims(
                List.of(claim(A, "n9", 7)), List.of(demand(A, "n1 n2")), reachable("n1 n2 n9"));

    assertEquals(List.of(placed(8, "n1 n2", PlacementCause.EPOCH_ADOPTED)), events);
  }

  @Test
  void adoptClaims_takesTheEpochOfTheOwnerItself() {
    var events =
        owned(4, "n1 n2")
            .adoptClaims(
                List.of(claim(A, "n1", 7)), List.of(demand(A, "n1 n2")), reachable("n1 n2"));

    assertEquals(List.of(placed(7, "n1 n2", PlacementCause.EPOCH_ADOPTED)), events);
  }

  @Test
  void adoptClaims_restoresOwnersAndEpochs_afterTheLossOfTheJournal() {
    var claims = List.of(claim(A, "n2", 6), claim(A, "n1", 7), claim(B, "n1", 9));

    var events =
        Placement.EMPTY.adoptClaims(claims, List.of(demand(A, "n1 n2")), reachable("n1 n2"));

    assertEquals(
        List.of(placed(7, "n1", PlacementCause.EPOCH_ADOPTED), new AddressUnplaced(ip(B), 9)),
        events);
    var after = fold(Placement.EMPTY, events);
    var later = after.decide(List.of(demand(A, "n1"), demand(B, "n2")), reachable("n1 n2"));
    assertEquals(
        List.of(new AddressPlaced(ip(B), succession(10, "n2"), PlacementCause.NEW_ADDRESS)), later);
  }

  @Test
  void apply_keepsPlacements_whenAGenerationStarts() {
    var after = owned(4, "n1").apply(new GenerationStarted(3));

    assertEquals(3, after.generation());
    assertEquals(owned(4, "n1").successions(), after.successions());
  }
}
