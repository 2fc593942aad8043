package io.fairlead.deploy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.NodeView;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.net.IpAddress;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MoveRequestTest {
  private static final NodeName N1 = new NodeName("n1");

  private static Optional<NodeView> node(boolean networkUnavailable, boolean draining) {
    return Optional.of(
        new NodeView(
            N1, new TreeMap<>(), List.of(), networkUnavailable, draining, new TreeSet<>()));
  }

  @Test
  void parse_knowsAddressesAndServices() {
    assertEquals(
        new MoveRequest.OfAddress(IpAddress.parse("2001:db8::1")),
        MoveRequest.parse("2001:db8::1"));
    assertEquals(
        new MoveRequest.OfService(new ServiceKey("shop", "web")), MoveRequest.parse("shop/web"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "web", "/web", "shop/", "a/b/c", "192.0.2", "192.0.2.1/32/x"})
  void parse_refusesAnythingElse(String text) {
    var refused = assertThrows(IllegalArgumentException.class, () -> MoveRequest.parse(text));
    assertTrue(String.valueOf(refused.getMessage()).contains("neither an address nor"));
  }

  @Test
  void refusal_saysWhyTheNodeCannotBeAskedFor() {
    assertEquals(Optional.empty(), MoveRequest.refusal(N1, node(false, false)));
    assertEquals(Optional.of("there is no node \"n1\""), MoveRequest.refusal(N1, Optional.empty()));
    assertTrue(MoveRequest.refusal(N1, node(false, true)).orElse("").contains("is drained"));
    assertTrue(MoveRequest.refusal(N1, node(true, false)).orElse("").contains("no network"));
  }
}
