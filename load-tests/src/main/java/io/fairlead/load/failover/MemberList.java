package io.fairlead.load.failover;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What one process says of the cluster, read from Pekko Management's {@code /cluster/members}.
 *
 * @param statuses of all members that it knows, such as {@code Up}
 * @param allReachable whether it reaches all of them
 */
record MemberList(List<String> statuses, boolean allReachable) {
  private static final Pattern STATUS = Pattern.compile("\"status\"\\s*:\\s*\"(\\w+)\"");
  private static final Pattern NOBODY_LOST =
      Pattern.compile("\"unreachable\"\\s*:\\s*\\[\\s*]", Pattern.DOTALL);

  MemberList {
    statuses = List.copyOf(statuses);
  }

  /** Reads the answer; anything else than an answer gives a list without members. */
  static MemberList parse(String json) {
    List<String> statuses =
        STATUS.matcher(json).results().map((MatchResult found) -> found.group(1)).toList();
    return new MemberList(statuses, NOBODY_LOST.matcher(json).find());
  }

  /** Whether exactly so many members are there, all of them up and reachable. */
  boolean isComplete(int members) {
    return allReachable && statuses.size() == members && statuses.stream().allMatch("Up"::equals);
  }
}
