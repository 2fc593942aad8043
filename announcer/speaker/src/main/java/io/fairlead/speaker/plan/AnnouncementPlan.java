package io.fairlead.speaker.plan;

import static java.util.Collections.unmodifiableNavigableMap;
import static java.util.Collections.unmodifiableSortedSet;

import io.fairlead.net.IpAddress;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What one node has to announce. */
public record AnnouncementPlan(NavigableMap<IpAddress, Planned> addresses) {
  public static final AnnouncementPlan NOTHING = new AnnouncementPlan(new TreeMap<>());

  public AnnouncementPlan {
    addresses = unmodifiableNavigableMap(new TreeMap<>(addresses));
  }

  /**
   * One address.
   *
   * @param epoch for {@link AnnounceCause#TAKE_OVER} higher than any known one, and to be claimed
   * @param interfaces where; empty means on all eligible interfaces
   */
  public record Planned(long epoch, SortedSet<String> interfaces, AnnounceCause cause) {
    public Planned {
      interfaces = unmodifiableSortedSet(new TreeSet<>(interfaces));
    }
  }
}
