package io.fairlead.persistence.log;

import io.fairlead.persistence.schema.Stored;
import java.time.Instant;

/**
 * One event of the log.
 *
 * @param position in the whole journal; grows in the order of writing, with gaps
 * @param persistenceId the entity, for example {@code AddressPool|default}
 * @param sequenceNumber the journal's own count of the entity's events, from 1
 * @param number the running number that the event carries, from 1
 * @param at wall clock of the decision
 * @param stored type, version and JSON
 */
public record LogRecord(
    long position,
    String persistenceId,
    long sequenceNumber,
    long number,
    Instant at,
    Stored stored) {}
