package io.fairlead.speaker.plan;

import static java.util.Collections.unmodifiableSortedMap;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;
import io.fairlead.table.AnnouncementTable;
import io.fairlead.table.TableEntry;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Make before break: an address that the table gives to another live node is announced here until
 * that node says that it announces, or for {@link #WAIT_MILLIS_MAX} at most. The two tables do not
 * arrive in the same moment, and in between somebody must answer.
 *
 * @param sinceMillis when the address was first found to be another's
 */
public record HandOver(SortedMap<IpAddress, Long> sinceMillis) {
  public static final HandOver NONE = new HandOver(new TreeMap<>());

  /** Many times what a message between nodes takes; then the heir is not coming. */
  public static final long WAIT_MILLIS_MAX = 200;

  /** What to announce, and what to go on with. */
  public record Outcome(HandOver next, AnnouncementPlan plan) {}

  public HandOver {
    sinceMillis = unmodifiableSortedMap(new TreeMap<>(sinceMillis));
  }

  /**
   * The plan, and with it what is announced still.
   *
   * @param current what is announced now
   */
  public Outcome retained(
      AnnouncementPlan plan,
      Map<IpAddress, Announcement> current,
      AnnouncementTable table,
      NodeName self,
      SortedSet<NodeName> live,
      ClaimBook claims,
      long nowMillis) {
    var waiting = new TreeMap<IpAddress, Long>();
    var addresses = new TreeMap<>(plan.addresses());
    current.forEach(
        (address, announced) -> {
          var entry = Optional.ofNullable(table.entries().get(address));
          boolean open =
              !addresses.containsKey(address)
                  && entry.filter(e -> isHandedOver(e, announced, self, live, claims)).isPresent();
          long since = sinceMillis.getOrDefault(address, nowMillis);
          if (open && nowMillis < since + WAIT_MILLIS_MAX) {
            waiting.put(address, since);
            addresses.put(
                address,
                new AnnouncementPlan.Planned(
                    announced.epoch(), announced.interfaces(), AnnounceCause.OWNER_BY_TABLE));
          } else if (open) {
            waiting.put(address, since);
          }
        });
    return new Outcome(new HandOver(waiting), new AnnouncementPlan(addresses));
  }

  /** True when the table's newer owner lives, and has not said yet that it announces. */
  private static boolean isHandedOver(
      TableEntry entry,
      Announcement announced,
      NodeName self,
      SortedSet<NodeName> live,
      ClaimBook claims) {
    var succession = entry.succession();
    boolean newer = succession.epoch() > announced.epoch();
    boolean toAnother =
        succession.owner().filter(o -> !o.equals(self) && live.contains(o)).isPresent();
    boolean said =
        claims.highestOf(entry.address()).filter(c -> c.epoch() > announced.epoch()).isPresent();
    return newer && toAnother && !said;
  }

  /** True while an address is kept that should go. */
  public boolean isWaiting() {
    return !sinceMillis.isEmpty();
  }
}
