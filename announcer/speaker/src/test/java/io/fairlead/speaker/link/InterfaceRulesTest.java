package io.fairlead.speaker.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.net.MacAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class InterfaceRulesTest {
  private static final int UP_BROADCAST = 0x3;

  @Test
  void eligible_isAnInterfaceThatIsUpAndBroadcasts() {
    assertTrue(eligible("eth0", UP_BROADCAST, false));
    assertFalse(eligible("eth0", 0x2, false), "down");
    assertFalse(eligible("eth0", 0x1, false), "no broadcast");
    assertFalse(eligible("eth0", UP_BROADCAST | 0x8, false), "loopback");
    assertFalse(eligible("eth0", UP_BROADCAST | 0x80, false), "no ARP");
    assertFalse(eligible("eth0", UP_BROADCAST, true), "enslaved");
  }

  @Test
  void eligible_excludesWhatMetalLbExcludes() {
    for (String name : List.of("docker0", "veth12ab", "cali1", "lo", "kube-ipvs0", "lxc_health")) {
      assertFalse(eligible(name, UP_BROADCAST, false), name);
    }
    for (String name : List.of("lo1", "enp3s0", "mydocker", "bond0")) {
      assertTrue(eligible(name, UP_BROADCAST, false), name);
    }
  }

  @Test
  void eligible_followsOwnPatterns() {
    var rules = InterfaceRules.of(List.of("^eth1$", "wan"));
    assertTrue(rules.eligible(link("veth0", UP_BROADCAST, false)));
    assertFalse(rules.eligible(link("eth1", UP_BROADCAST, false)));
    assertFalse(rules.eligible(link("my-wan-0", UP_BROADCAST, false)));
  }

  @Test
  void list_showsTheLoopbackOfThisMachine() throws LinkException {
    try (var interfaces = NetlinkInterfaces.open()) {
      var loopback = interfaces.list().stream().filter(link -> link.flags().loopback()).findFirst();
      assertEquals("lo", loopback.orElseThrow().name());
    }
  }

  private static boolean eligible(String name, int flags, boolean enslaved) {
    return InterfaceRules.DEFAULT.eligible(link(name, flags, enslaved));
  }

  private static LinkInterface link(String name, int flags, boolean enslaved) {
    return new LinkInterface(2, name, MacAddress.ZERO, LinkFlags.of(flags, enslaved), 0, List.of());
  }
}
