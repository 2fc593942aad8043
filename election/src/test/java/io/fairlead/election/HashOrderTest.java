package io.fairlead.election;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Golden order, computed with {@code printf 'node-1#192.168.120.200' | sha256sum} and so on:
 *
 * <pre>
 *   node-1#192.168.120.200  a5bb8f10...     node-1#2001:db8::1  28f4359b...
 *   node-2#192.168.120.200  ee3df3a5...     node-2#2001:db8::1  c243e598...
 *   node-3#192.168.120.200  c43395ab...     node-3#2001:db8::1  dce5b73c...
 * </pre>
 */
class HashOrderTest {

  @ParameterizedTest
  @CsvSource({
    "192.168.120.200, node-1 node-3 node-2",
    "2001:db8::1,     node-1 node-2 node-3",
    "192.168.120.201, node-2 node-1 node-3",
    "10.0.42.0,       node-2 node-3 node-1"
  })
  void sorted_isTheOrderOfTheDigests(String address, String expected) {
    var nodes = List.of(new NodeName("node-3"), new NodeName("node-2"), new NodeName("node-1"));

    var sorted = HashOrder.of(IpAddress.parse(address)).sorted(nodes);

    assertEquals(Arrays.stream(expected.split(" ")).map(NodeName::new).toList(), sorted);
  }
}
