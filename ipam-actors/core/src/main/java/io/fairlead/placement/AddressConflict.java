package io.fairlead.placement;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;
import io.fairlead.net.MacAddress;

/**
 * Somebody who is none of the cluster's nodes uses an address that was assigned.
 *
 * @param node that saw it
 * @param mac of the stranger
 * @param interfaceName where it was seen
 * @param announced true when the node announces the address and goes on doing so; false when it
 *     found the address in use before it announced it, and does not
 */
public record AddressConflict(
    IpAddress address, NodeName node, MacAddress mac, String interfaceName, boolean announced) {}
