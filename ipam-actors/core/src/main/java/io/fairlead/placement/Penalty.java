package io.fairlead.placement;

import java.time.Instant;

/**
 * How often a node was lost of late, as it stood at its last loss. It decays from there.
 *
 * @param value in the scale of RFC 2439, where one loss is 1000 by default
 * @param suppressed from then on the node was last choice, until calm
 * @param at by the clock of the controller that recorded it
 */
public record Penalty(int value, boolean suppressed, Instant at) {}
