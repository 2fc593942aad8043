package io.fairlead.election;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.net.IpAddress;
import io.fairlead.net.IpPrefix;
import io.fairlead.net.MacAddress;
import io.fairlead.placement.NodeInterface;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SegmentsTest {
  private static final NodeName N1 = new NodeName("n1");
  private static final NodeName N2 = new NodeName("n2");
  private static final NodeName N3 = new NodeName("n3");

  @Test
  void narrowed_keepsEveryoneWhileNobodyHasReported() {
    var demand = demand("192.0.2.1", "");
    assertSame(demand, Segments.unknown(false).narrowed(demand));
  }

  @Test
  void narrowed_leavesOutANodeWithoutAnyUsableInterface() {
    var segments = Segments.unknown(false).with(N1, List.of()).with(N2, List.of(on("eth0")));
    assertEquals(nodes(N2, N3), segments.narrowed(demand("192.0.2.1", "")).eligible());
  }

  @Test
  void narrowed_leavesOutANodeWithoutAnInterfaceThatTheAdvertisementNames() {
    var segments =
        Segments.unknown(false)
            .with(N1, List.of(on("eth0")))
            .with(N2, List.of(on("eth0"), on("eth1")));
    assertEquals(nodes(N2, N3), segments.narrowed(demand("192.0.2.1", "eth1 eth2")).eligible());
    assertEquals(nodes(N1, N2, N3), segments.narrowed(demand("192.0.2.1", "")).eligible());
  }

  @Test
  void narrowed_keepsEveryoneWhenNobodyCan() {
    var segments =
        Segments.unknown(false).with(N1, List.of()).with(N2, List.of()).with(N3, List.of());
    var demand = demand("192.0.2.1", "");
    assertSame(demand, segments.narrowed(demand));
    assertEquals(nodes(), segments.able(demand));
  }

  @Test
  void narrowed_heedsSubnetsOnlyWhenToldTo() {
    var near = on("eth0", "192.0.2.17/24", "2001:db8::17/64");
    var far = on("eth0", "198.51.100.17/24");
    for (boolean check : List.of(true, false)) {
      var segments =
          Segments.unknown(check)
              .with(N1, List.of(far))
              .with(N2, List.of(near))
              .with(N3, List.of(far, near));
      var expected = check ? nodes(N2, N3) : nodes(N1, N2, N3);
      assertEquals(expected, segments.narrowed(demand("192.0.2.1", "")).eligible());
      assertEquals(expected, segments.narrowed(demand("2001:db8::1", "")).eligible());
    }
  }

  @Test
  void with_theSameReportAgainIsTheSame() {
    var segments = Segments.unknown(false).with(N1, List.of(on("eth0")));
    assertSame(segments, segments.with(N1, List.of(on("eth0"))));
  }

  private static NodeInterface on(String name, String... subnets) {
    return new NodeInterface(
        name,
        MacAddress.parse("02:00:5e:00:53:01"),
        Arrays.stream(subnets).map(IpPrefix::parse).toList());
  }

  private static AddressDemand demand(String address, String interfaces) {
    return new AddressDemand(
        IpAddress.parse(address),
        new TreeSet<>(List.of(new ServiceKey("default", "web"))),
        Arrays.stream(interfaces.split(" "))
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toCollection(TreeSet::new)),
        nodes(N1, N2, N3));
  }

  private static SortedSet<NodeName> nodes(NodeName... nodes) {
    return new TreeSet<>(Arrays.asList(nodes));
  }
}
