package io.fairlead.deploy.lab.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.deploy.lab.probe.HttpQuestion;
import io.fairlead.deploy.lab.probe.Probe;
import io.fairlead.net.IpAddress;
import io.fairlead.testing.Require;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class LabNetworkIT {
  private static final int CLOSED_PORT = 9;
  private static final LabPlan PLAN = new LabPlan(new LabName("itnet"), 2);

  @BeforeAll
  static void up() {
    Require.netns();
    LabNetwork.remove(PLAN.name());
    new LabNetwork(PLAN).up();
  }

  @AfterAll
  static void down() {
    if (HostTools.find("ip").isPresent()) {
      LabNetwork.remove(PLAN.name());
    }
  }

  private final LabNetwork network = new LabNetwork(PLAN);

  @Test
  void client_reachesEveryNodeAndLearnsItsMac() {
    for (LabNode node : PLAN.nodes()) {
      assertTrue(answers(LabPlan.CLIENT, node.address().toString()), node.name()::value);
      assertEquals(Optional.of(node.mac()), network.neighbour(node.address()));
      assertTrue(answers(LabPlan.CLIENT, node.addressV6().toString()), node.name()::value);
    }
  }

  @Test
  void node_reachesThePodsOfTheOtherNodeInBothFamilies() {
    LabNode second = new LabNode(2);

    assertTrue(answers("n1", second.podAddress(2).toString()));
    assertTrue(answers("n1", second.podAddressV6(2).toString()));
    assertTrue(answers("p1", second.podAddress(2).toString()));
  }

  @Test
  void controller_reachesTheNodes() {
    assertTrue(answers(LabPlan.CONTROLLER, new LabNode(1).address().toString()));
    assertTrue(answers("n2", LabPlan.CONTROLLER_ADDRESS.toString()));
  }

  @Test
  void cut_makesANodeUnreachableUntilItIsHealed() {
    LabNode node = new LabNode(2);
    assertTrue(network.connected(node));

    network.cut(node);
    assertFalse(network.connected(node));
    assertFalse(answers(LabPlan.CLIENT, node.address().toString()));

    network.heal(node);
    assertTrue(network.connected(node));
    assertTrue(answersSoon(LabPlan.CLIENT, node.address().toString()));
  }

  @Test
  void silence_makesANodeUnreachableAndItsLinkShowsNothing() {
    LabNode node = new LabNode(2);

    network.silence(node);
    assertFalse(answers(LabPlan.CLIENT, node.address().toString()));
    assertFalse(answers(node.place(), LabPlan.CLIENT_ADDRESS.toString()));
    assertTrue(network.connected(node));

    network.heal(node);
    assertTrue(answersSoon(LabPlan.CLIENT, node.address().toString()));
  }

  @Test
  void namespaces_haveNoWayOut() {
    for (String place : PLAN.places()) {
      String links =
          HostCommand.run(
              network.inside(place, List.of(HostTools.require("ip"), "-o", "link")), "");
      for (String line : links.lines().toList()) {
        String name = line.split(": ", 3)[1];
        assertTrue(name.matches("lo|br0|(v-|eth0|cni0)[^ ]*"), line);
      }
    }
  }

  @Test
  void up_refusesToBuildOnTopOfAnotherLabAndSaysWhy() {
    var plan = new LabPlan(new LabName("itnetb"), 1);
    HostCommand.run(
        List.of(HostTools.require("ip"), "netns", "add", plan.name().namespace("client")), "");
    try {
      var e = assertThrows(LabException.class, () -> new LabNetwork(plan).up());

      assertTrue(e.explanation().contains("File exists"), e.explanation());
      assertEquals(List.of(), LabNetwork.namespacesOf(plan.name()));
    } finally {
      LabNetwork.remove(plan.name());
    }
  }

  private static boolean answersSoon(String from, String address) {
    for (int attempt = 0; attempt < 10; attempt++) {
      if (answers(from, address)) {
        return true;
      }
    }
    return false;
  }

  /** A machine that refuses a connection is there; one that says nothing is not. */
  private static boolean answers(String from, String address) {
    var question = new HttpQuestion(IpAddress.parse(address), CLOSED_PORT, Duration.ofSeconds(1));
    try {
      Probe.askOnce(PLAN.name().namespaceFile(from), question);
      return true;
    } catch (ConnectException e) {
      return String.valueOf(e.getMessage()).contains("refused");
    } catch (IOException e) {
      return false;
    }
  }
}
