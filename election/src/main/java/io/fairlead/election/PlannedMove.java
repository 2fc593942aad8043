package io.fairlead.election;

import io.fairlead.cluster.NodeName;
import io.fairlead.placement.PlacementCause;

/** An address changes its node although its owner is well. */
public record PlannedMove(NodeName to, PlacementCause cause) {}
