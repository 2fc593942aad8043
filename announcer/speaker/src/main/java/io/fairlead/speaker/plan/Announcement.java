package io.fairlead.speaker.plan;

import static java.util.Collections.unmodifiableSortedSet;

import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How an address is announced at present.
 *
 * @param interfaces where; empty means on all eligible interfaces
 */
public record Announcement(long epoch, SortedSet<String> interfaces) {
  public Announcement {
    interfaces = unmodifiableSortedSet(new TreeSet<>(interfaces));
  }

  /** True when the address is to be announced on the interface of this name. */
  public boolean covers(String interfaceName) {
    return interfaces.isEmpty() || interfaces.contains(interfaceName);
  }
}
