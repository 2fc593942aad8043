package io.fairlead.election;

import static java.util.Collections.unmodifiableSortedMap;

import io.fairlead.cluster.NodeName;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The demand of one address, with the reason for every node that is left out.
 *
 * @param ineligible every known node that is not in {@code demand.eligible()}
 */
public record AddressCandidates(
    AddressDemand demand, SortedMap<NodeName, IneligibleReason> ineligible) {
  public AddressCandidates {
    ineligible = unmodifiableSortedMap(new TreeMap<>(ineligible));
  }
}
