package io.fairlead.membership;

import java.util.Comparator;

/** One incarnation of a member: a restart keeps the address and gets a new {@code uid}. */
public record MemberId(MemberAddress address, long uid) implements Comparable<MemberId> {
  private static final Comparator<MemberId> ORDER =
      Comparator.comparing(MemberId::address).thenComparingLong(MemberId::uid);

  @Override
  public int compareTo(MemberId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return address + "#" + Long.toUnsignedString(uid, 16);
  }
}
