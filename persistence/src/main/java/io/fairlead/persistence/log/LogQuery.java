package io.fairlead.persistence.log;

import java.time.Instant;
import java.util.Optional;

/**
 * Which events of the log to read; always in the order of writing.
 *
 * @param persistenceId of one entity, or empty for all
 * @param from the earliest time, inclusive
 * @param until the latest time, exclusive
 * @param afterPosition only events written after this one; 0 for all
 */
public record LogQuery(
    Optional<String> persistenceId, Instant from, Instant until, long afterPosition) {

  /** The whole log. */
  public static LogQuery all() {
    return new LogQuery(Optional.empty(), Instant.MIN, Instant.MAX, 0);
  }

  /** The events of one entity. */
  public static LogQuery ofEntity(String persistenceId) {
    return all().entity(persistenceId);
  }

  public LogQuery entity(String onlyId) {
    return new LogQuery(Optional.of(onlyId), from, until, afterPosition);
  }

  /** From a time, inclusive, until another, exclusive. */
  public LogQuery between(Instant earliest, Instant end) {
    return new LogQuery(persistenceId, earliest, end, afterPosition);
  }

  /** What was written after the record at this position, to go on from where one stopped. */
  public LogQuery after(long position) {
    return new LogQuery(persistenceId, from, until, position);
  }

  boolean takes(Instant at) {
    return !at.isBefore(from) && at.isBefore(until);
  }
}
