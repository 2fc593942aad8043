package io.fairlead.placement;

import io.fairlead.net.IpPrefix;
import io.fairlead.net.MacAddress;
import java.util.List;

/**
 * An interface that a node can announce on now: allowed by configuration, up, with a carrier.
 *
 * @param subnets of its addresses, of either family; may be empty
 */
public record NodeInterface(String name, MacAddress mac, List<IpPrefix> subnets) {
  public NodeInterface {
    subnets = List.copyOf(subnets);
  }
}
