package io.fairlead.membership;

import java.util.Comparator;

/**
 * {@code observer} gets no heartbeat answer from {@code subject}. Accusations travel with the
 * gossip, so a node also knows those of others; they are withdrawn when the answers come again.
 */
public record Accusation(MemberId observer, MemberId subject) implements Comparable<Accusation> {
  private static final Comparator<Accusation> ORDER =
      Comparator.comparing(Accusation::observer).thenComparing(Accusation::subject);

  @Override
  public int compareTo(Accusation other) {
    return ORDER.compare(this, other);
  }
}
