package io.fairlead.election;

import static java.util.Collections.unmodifiableSortedMap;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;
import io.fairlead.placement.NodeInterface;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which interfaces the speakers have, as they report it. An address is placed only where it can be
 * announced, so a node that lacks the interface, or whose cable is out, does not leave it dark.
 *
 * @param byNode a node that has not reported is not here, and may have anything
 * @param subnetCheck an interface counts only for addresses of its subnets
 */
public record Segments(SortedMap<NodeName, List<NodeInterface>> byNode, boolean subnetCheck) {
  public Segments {
    byNode = unmodifiableSortedMap(new TreeMap<>(byNode));
  }

  public static Segments unknown(boolean subnetCheck) {
    return new Segments(new TreeMap<>(), subnetCheck);
  }

  /** The node reports these now. */
  public Segments with(NodeName node, List<NodeInterface> interfaces) {
    var copy = List.copyOf(interfaces);
    if (copy.equals(byNode.get(node))) {
      return this;
    }
    var next = new TreeMap<>(byNode);
    next.put(node, copy);
    return new Segments(next, subnetCheck);
  }

  /** True when the node reported interfaces, and has some. */
  public boolean hasAny(NodeName node) {
    return !byNode.getOrDefault(node, List.of()).isEmpty();
  }

  /**
   * The demand with those of its nodes that can announce the address. When none can, all stay: it
   * is dark either way, and moving it about would not help.
   */
  public AddressDemand narrowed(AddressDemand demand) {
    var able = able(demand);
    return able.isEmpty() || able.size() == demand.eligible().size()
        ? demand
        : demand.withEligible(able);
  }

  /** The nodes of the demand that can announce its address, as far as is known. */
  public SortedSet<NodeName> able(AddressDemand demand) {
    var able = new TreeSet<>(demand.eligible());
    able.removeIf(node -> !isAble(node, demand));
    return able;
  }

  private boolean isAble(NodeName node, AddressDemand demand) {
    return isAble(node, demand.address(), demand.interfaces(), subnetCheck);
  }

  /**
   * True when the node can announce the address, as far as is known.
   *
   * @param interfaces where it is to be announced; empty means anywhere
   * @param subnetOnly only an interface in its subnet counts
   */
  public boolean isAble(
      NodeName node, IpAddress address, SortedSet<String> interfaces, boolean subnetOnly) {
    return Optional.ofNullable(byNode.get(node))
        .map(own -> own.stream().anyMatch(each -> serves(each, address, interfaces, subnetOnly)))
        .orElse(true);
  }

  private static boolean serves(
      NodeInterface each, IpAddress address, SortedSet<String> interfaces, boolean subnetOnly) {
    boolean named = interfaces.isEmpty() || interfaces.contains(each.name());
    return named
        && (!subnetOnly || each.subnets().stream().anyMatch(subnet -> subnet.contains(address)));
  }
}
