package io.fairlead.journal;

import java.time.Instant;

/**
 * An event as it goes into the journal.
 *
 * @param number running number of the entity's own events, from 1; the fold checks it, because a
 *     journal plugin passes over a missing row in silence
 * @param at wall clock of the decision, for people; no rule reads it
 */
public record Recorded<E>(long number, Instant at, E event) {}
