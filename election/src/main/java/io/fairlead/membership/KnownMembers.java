package io.fairlead.membership;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The members a node has seen, with the time of the last sight. Kept on disk, so that after a
 * restart a node finds the cluster without the API server, and controller 0 does not found a second
 * one beside speakers that live.
 */
public record KnownMembers(NavigableMap<MemberAddress, Instant> lastSeen) {
  public static final KnownMembers NONE = new KnownMembers(new TreeMap<>());

  /** A node that was not seen for this long is no longer asked. */
  public static final Duration FORGET_AFTER = Duration.ofDays(30);

  public KnownMembers {
    lastSeen = Collections.unmodifiableNavigableMap(new TreeMap<>(lastSeen));
  }

  public NavigableSet<MemberAddress> addresses() {
    return lastSeen.navigableKeySet();
  }

  /** These were seen now; those not seen for {@link #FORGET_AFTER} are dropped. */
  public KnownMembers seen(Collection<MemberAddress> members, Instant now) {
    var fresh = new TreeMap<>(lastSeen);
    fresh.values().removeIf(time -> time.plus(FORGET_AFTER).isBefore(now));
    members.forEach(address -> fresh.put(address, now));
    return new KnownMembers(fresh);
  }

  /** Reads the lines of {@link #text}. Lines that cannot be read are left out. */
  public static KnownMembers parse(Collection<String> lines) {
    var members = new TreeMap<MemberAddress, Instant>();
    lines.forEach(line -> readLine(line, members));
    return new KnownMembers(members);
  }

  private static void readLine(String line, NavigableMap<MemberAddress, Instant> members) {
    String[] words = line.strip().split(" ");
    if (words.length != 2) {
      return;
    }
    try {
      var seen = Instant.ofEpochSecond(Long.parseLong(words[1]));
      members.put(MemberAddress.parse(words[0]), seen);
    } catch (IllegalArgumentException | DateTimeException e) {
      // A damaged line costs one seed; refusing the file would cost all of them.
    }
  }

  /** One line for each member: {@code host:port epochSeconds}. */
  public String text() {
    return lastSeen.entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue().getEpochSecond() + "\n")
        .collect(Collectors.joining());
  }
}
