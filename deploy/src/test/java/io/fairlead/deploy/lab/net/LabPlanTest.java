package io.fairlead.deploy.lab.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.net.MacAddress;
import java.util.HashSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LabPlanTest {
  private final LabPlan plan = new LabPlan(LabName.DEFAULT, 3);

  @Test
  void node_hasTheSameDigitsInItsAddressesAndItsMac() {
    LabNode node = new LabNode(12);

    assertEquals("192.168.120.22", node.address().toString());
    assertEquals("fd00:120::22", node.addressV6().toString());
    assertEquals("02:00:00:00:00:22", node.mac().toString());
  }

  @Test
  void nodeOf_findsTheOwnerByItsMac() {
    assertEquals(Optional.of(new LabNode(2)), plan.nodeOf(MacAddress.parse("02:00:00:00:00:12")));
    assertEquals(Optional.empty(), plan.nodeOf(MacAddress.parse("02:00:00:00:00:50")));
  }

  @Test
  void macs_areAllDifferentInTheLargestLab() {
    var macs = new HashSet<MacAddress>();
    var largest = new LabPlan(LabName.DEFAULT, LabNode.NUMBER_MAX);
    largest.nodes().forEach(node -> macs.add(node.mac()));
    macs.add(LabPlan.mac(LabPlan.CLIENT_ADDRESS.lastOctet()));
    macs.add(LabPlan.mac(LabPlan.ROUTER_ADDRESS.lastOctet()));
    macs.add(LabPlan.mac(LabPlan.CONTROLLER_ADDRESS.lastOctet()));

    assertEquals(LabNode.NUMBER_MAX + 3, macs.size());
  }

  @Test
  void place_acceptsTheNameOfANode() {
    assertEquals("n2", plan.place("node-2"));
    assertEquals("client", plan.place("client"));
    assertEquals("host", plan.place("host"));
  }

  @Test
  void place_listsThePlacesWhenThereIsNoSuchOne() {
    var e = assertThrows(LabException.class, () -> plan.place("kitchen"));

    assertEquals(LabExit.USAGE, e.exit());
    assertTrue(e.explanation().contains("client"), e.explanation());
  }

  @Test
  void node_thatIsNotInTheLabIsRefusedWithTheOnesThatAre() {
    var e = assertThrows(LabException.class, () -> plan.node("node-4"));

    assertTrue(e.explanation().contains("node-1 to node-3"), e.explanation());
  }

  @Test
  void labName_withCharactersThatANamespaceCannotHaveIsRefused() {
    assertThrows(LabException.class, () -> new LabName("../etc"));
    assertThrows(LabException.class, () -> new LabName(""));
    assertThrows(LabException.class, () -> new LabName("a".repeat(21)));
  }

  @Test
  void plan_refusesMoreNodesThanItHasAddressesFor() {
    assertThrows(LabException.class, () -> new LabPlan(LabName.DEFAULT, 21));
    assertThrows(LabException.class, () -> new LabPlan(LabName.DEFAULT, 0));
  }

  @Test
  void script_hasOnePartPerPlace() {
    assertEquals(plan.places(), NetworkScript.of(plan).stream().map(NetworkScript::place).toList());
  }
}
