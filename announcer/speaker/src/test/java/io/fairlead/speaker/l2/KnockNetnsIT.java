package io.fairlead.speaker.l2;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.net.IpAddress;
import io.fairlead.net.MacAddress;
import io.fairlead.speaker.Await;
import io.fairlead.testing.Require;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A neighbour that comes back; the kernel of the host that waits for it asks once a minute. */
class KnockNetnsIT {
  private static final Duration SOON = Duration.ofSeconds(8);
  private static final Duration A_WHILE = Duration.ofMillis(500);
  private @Nullable Lan made;

  @BeforeEach
  void makeLan() throws Exception {
    Require.netns();
    made = new Lan();
    lan().host("n1", 11);
    lan().host("n2", 12);
    for (String family : new String[] {"ipv4", "ipv6"}) {
      lan().in("n1", "sysctl -qw net." + family + ".neigh.eth0.retrans_time_ms=60000");
    }
  }

  @AfterEach
  void removeLan() {
    if (made != null) {
      made.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.168.120.12", "fd00:120::12"})
  void returnedNeighbour_isFoundThoughTheKernelDoesNotAsk(String address) throws Exception {
    lan().in("br", "ip link set p-n2 down");
    try (var n1 = lan().announcer("n1")) {
      Await.until(SOON, () -> !n1.openInterfaces().isEmpty(), () -> "no interface");
      lan().send("n1", address);
      Await.until(SOON, () -> line(address).contains("INCOMPLETE"), () -> line(address));
      lan().in("br", "ip link set p-n2 up");
      Await.always(A_WHILE, () -> line(address).contains("INCOMPLETE"), () -> line(address));
      Await.until(
          SOON,
          () -> {
            n1.knock(Map.of(IpAddress.parse(address), MacAddress.parse(Lan.mac(12))));
            return line(address).contains("REACHABLE");
          },
          () -> line(address));
      assertTrue(n1.counters().totals().knocks() > 0);
    }
  }

  @Test
  void neighbourBehindARouter_isLeftAlone() throws Exception {
    try (var n1 = lan().announcer("n1")) {
      Await.until(SOON, () -> !n1.openInterfaces().isEmpty(), () -> "no interface");
      n1.knock(
          Map.of(
              IpAddress.parse("192.0.2.7"), MacAddress.parse(Lan.mac(12)),
              IpAddress.parse("192.168.120.12"), MacAddress.parse(Lan.mac(12))));
      Await.until(SOON, () -> n1.counters().totals().knocks() > 0, n1.counters()::toString);
      assertFalse(n1.counters().totals().knocks() > 1, n1.counters()::toString);
    }
  }

  private String line(String address) {
    return lan().neighbourLine("n1", address);
  }

  private Lan lan() {
    return Objects.requireNonNull(made);
  }
}
