package io.fairlead.membership;

import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Whom this node downs now, itself included, and why. */
public record DowningDecision(NavigableMap<MemberId, DowningReason> downed) {
  public static final DowningDecision NONE = new DowningDecision(new TreeMap<>());

  public DowningDecision {
    downed = Collections.unmodifiableNavigableMap(new TreeMap<>(downed));
  }

  static DowningDecision of(MemberId member, DowningReason reason) {
    var one = new TreeMap<MemberId, DowningReason>();
    one.put(member, reason);
    return new DowningDecision(one);
  }

  public boolean isEmpty() {
    return downed.isEmpty();
  }
}
