package io.fairlead.table;

import java.util.Comparator;

/**
 * Orders the announcement tables.
 *
 * @param generation grows with every start of a publisher, and is journaled
 * @param number grows by one with every table of one generation
 */
public record TableRevision(long generation, long number) implements Comparable<TableRevision> {
  public static final TableRevision NONE = new TableRevision(0, 0);
  private static final Comparator<TableRevision> ORDER =
      Comparator.comparingLong(TableRevision::generation).thenComparingLong(TableRevision::number);

  public TableRevision next() {
    return new TableRevision(generation, number + 1);
  }

  @Override
  public int compareTo(TableRevision other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return generation + "." + number;
  }
}
