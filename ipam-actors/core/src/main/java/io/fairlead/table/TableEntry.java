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
 */
public record TableEntry(
    IpAddress address,
    SortedSet<ServiceKey> services,
    Succession succession,
    SortedSet<String> interfaces) {
  public TableEntry {
    services = unmodifiableSortedSet(new TreeSet<>(services));
    interfaces = unmodifiableSortedSet(new TreeSet<>(interfaces));
  }
}
