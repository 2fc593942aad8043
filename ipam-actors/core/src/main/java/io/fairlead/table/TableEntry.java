package io.fairlead.table;

import static java.util.Collections.unmodifiableSortedSet;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.net.IpAddress;
import io.fairlead.placement.Succession;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One address that is announced by layer 2.
 *
 * @param services the Services that hold it
 * @param interfaces where it is announced; empty means on all eligible interfaces
 * @param subnetOnly only a node with an interface in the address's subnet may announce it, while
 *     there is one
 */
public record TableEntry(
    IpAddress address,
    SortedSet<ServiceKey> services,
    Succession succession,
    SortedSet<String> interfaces,
    boolean subnetOnly) {
  /** Whatever subnets the nodes have. */
  public TableEntry(
      IpAddress address,
      SortedSet<ServiceKey> services,
      Succession succession,
      SortedSet<String> interfaces) {
    this(address, services, succession, interfaces, false);
  }

  public TableEntry {
    services = unmodifiableSortedSet(new TreeSet<>(services));
    interfaces = unmodifiableSortedSet(new TreeSet<>(interfaces));
  }
}
