package io.fairlead.election.actor;

import static io.fairlead.election.Samples.demand;
import static io.fairlead.election.Samples.ip;
import static io.fairlead.election.Samples.succession;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.election.NodeWeights;
import io.fairlead.election.Placement;
import io.fairlead.placement.PlacementCause;
import io.fairlead.placement.PlacementEvent;
import io.fairlead.table.TableEntry;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlacementInputsTest {
  private static final String ADDRESS = "192.0.2.1";

  @Test
  void table_tellsSpeakersWhetherOnlyNodesOfTheSubnetMayAnnounce() {
    for (boolean check : new boolean[] {false, true}) {
      var placement =
          Placement.EMPTY.apply(
              new PlacementEvent.AddressPlaced(
                  ip(ADDRESS), succession(1, "n1 n2"), PlacementCause.NEW_ADDRESS));
      var settings = PlacementSettings.DEFAULT.withSubnetCheck(check);
      var told =
          PlacementInputs.start(settings, 0)
              .withDemands(List.of(demand(ADDRESS, "n1 n2")), NodeWeights.EVEN)
              .table(placement)
              .orElseThrow();
      assertEquals(List.of(check), told.stream().map(TableEntry::subnetOnly).toList());
    }
  }
}
