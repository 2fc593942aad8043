package io.fairlead.placement;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;

/** A node's word that it announces an address. Of two claims the one of the higher epoch holds. */
public record Claim(IpAddress address, NodeName node, long epoch) {}
