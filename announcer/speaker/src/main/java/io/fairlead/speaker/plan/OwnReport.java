package io.fairlead.speaker.plan;

import io.fairlead.net.IpAddress;
import io.fairlead.placement.NodeInterface;
import io.fairlead.report.Observation;
import io.fairlead.report.Observation.AnnouncedAddress;
import io.fairlead.report.Observation.Trouble;
import io.fairlead.report.Observation.TroubleKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a node says of itself. An address counts as announced where an interface that it is meant
 * for can announce now; being asked to announce it is not enough.
 */
public final class OwnReport {
  private OwnReport() {}

  /**
   * @param current what the announcer is to announce
   * @param usable the interfaces that can announce now; empty before the first look at them
   */
  public static List<Observation> of(
      Map<IpAddress, Announcement> current, Optional<List<NodeInterface>> usable) {
    if (usable.isEmpty()) {
      return List.of();
    }
    var names = new TreeSet<String>();
    usable.get().forEach(each -> names.add(each.name()));
    if (names.isEmpty()) {
      return List.of(new Trouble(TroubleKind.NO_LINK, ""));
    }
    var said = new ArrayList<Observation>();
    var missing = new TreeSet<String>();
    current.forEach(
        (address, announcement) -> {
          var wanted = announcement.interfaces();
          var where = both(wanted, names);
          if (wanted.isEmpty() || !where.isEmpty()) {
            said.add(new AnnouncedAddress(address, announcement.epoch(), where));
          } else {
            missing.addAll(wanted);
          }
        });
    missing.forEach(name -> said.add(new Trouble(TroubleKind.INTERFACE_UNUSABLE, name)));
    return said;
  }

  private static SortedSet<String> both(SortedSet<String> wanted, SortedSet<String> usable) {
    var both = new TreeSet<>(wanted);
    both.retainAll(usable);
    return both;
  }
}
