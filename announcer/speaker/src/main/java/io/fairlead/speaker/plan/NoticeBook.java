package io.fairlead.speaker.plan;

import static java.util.Collections.unmodifiableSortedMap;
import static java.util.Collections.unmodifiableSortedSet;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;
import io.fairlead.placement.Claim;
import io.fairlead.table.AnnouncementTable;
import io.fairlead.table.TableEntry;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who is told by notices what this node announces in its place. A node that counts as gone may be
 * cut off, stopped, or heard by others; it is told until it has been live for a while.
 *
 * @param absences of each node that is told
 */
public record NoticeBook(SortedMap<NodeName, Absence> absences) {
  /** So long after its return a node is still told; connections take longer than datagrams. */
  public static final long LINGER_MILLIS = 3_000;

  public static final NoticeBook EMPTY = new NoticeBook(new TreeMap<>());

  /**
   * A node that is gone, or was until lately.
   *
   * @param untilMillis until when it is told
   * @param places addresses that it had a place in the succession for. The table drops it from them
   *     while it is gone, but it does not hear of that: to itself it may be their owner still
   */
  public record Absence(long untilMillis, SortedSet<IpAddress> places) {
    public Absence {
      places = unmodifiableSortedSet(new TreeSet<>(places));
    }
  }

  public NoticeBook {
    absences = unmodifiableSortedMap(new TreeMap<>(absences));
  }

  /**
   * @param known all other speakers
   * @param live those that count as live
   */
  public NoticeBook at(
      SortedSet<NodeName> known,
      SortedSet<NodeName> live,
      AnnouncementTable table,
      long nowMillis) {
    var next = new TreeMap<NodeName, Absence>();
    for (NodeName node : known) {
      var before = absences.get(node);
      long until = nowMillis + LINGER_MILLIS;
      if (live.contains(node)) {
        until = before == null ? Long.MIN_VALUE : before.untilMillis();
      }
      if (until > nowMillis) {
        next.put(node, new Absence(until, places(node, before, table)));
      }
    }
    return new NoticeBook(next);
  }

  private static SortedSet<IpAddress> places(
      NodeName node, @Nullable Absence before, AnnouncementTable table) {
    var places = new TreeSet<IpAddress>();
    if (before != null) {
      places.addAll(before.places());
    }
    for (TableEntry entry : table.entries().values()) {
      if (entry.succession().nodes().contains(node)) {
        places.add(entry.address());
      }
    }
    return places;
  }

  /**
   * What each of them is told: the claims to addresses that might be its own. Of a node that was
   * gone before this one began nothing is known, and it is told all.
   */
  public SortedMap<NodeName, List<Claim>> notices(List<Claim> ownClaims) {
    var notices = new TreeMap<NodeName, List<Claim>>();
    absences.forEach(
        (node, absence) -> {
          var places = absence.places();
          var told =
              ownClaims.stream()
                  .filter(claim -> places.isEmpty() || places.contains(claim.address()))
                  .toList();
          if (!told.isEmpty()) {
            notices.put(node, told);
          }
        });
    return notices;
  }
}
