package io.fairlead.speaker.plan;

import static java.util.Collections.unmodifiableSortedMap;

import io.fairlead.cluster.NodeName;
import io.fairlead.placement.Claim;
import io.fairlead.table.AnnouncementTable;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Who is told by notices what this node announces in its place. A node that counts as gone may be
 * cut off, stopped, or heard by others; it is told until it has been live for a while.
 *
 * @param untilMillis until when each node is told
 */
public record NoticeBook(SortedMap<NodeName, Long> untilMillis) {
  /** So long after its return a node is still told; connections take longer than datagrams. */
  public static final long LINGER_MILLIS = 3_000;

  public static final NoticeBook EMPTY = new NoticeBook(new TreeMap<>());

  public NoticeBook {
    untilMillis = unmodifiableSortedMap(new TreeMap<>(untilMillis));
  }

  /**
   * @param known all other speakers
   * @param live those that count as live
   */
  public NoticeBook at(SortedSet<NodeName> known, SortedSet<NodeName> live, long nowMillis) {
    var next = new TreeMap<NodeName, Long>();
    for (NodeName node : known) {
      long until =
          live.contains(node)
              ? untilMillis.getOrDefault(node, Long.MIN_VALUE)
              : nowMillis + LINGER_MILLIS;
      if (until > nowMillis) {
        next.put(node, until);
      }
    }
    return new NoticeBook(next);
  }

  /** What each of them is told: the claims to addresses that might be its own. */
  public SortedMap<NodeName, List<Claim>> notices(List<Claim> ownClaims, AnnouncementTable table) {
    var notices = new TreeMap<NodeName, List<Claim>>();
    for (NodeName node : untilMillis.keySet()) {
      var told =
          ownClaims.stream()
              .filter(
                  claim -> {
                    var entry = table.entries().get(claim.address());
                    return entry != null && entry.succession().nodes().contains(node);
                  })
              .toList();
      if (!told.isEmpty()) {
        notices.put(node, told);
      }
    }
    return notices;
  }
}
