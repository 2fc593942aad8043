/**
 * The rules of address management, pure.
 *
 * <p>{@code decide(state, request) -> (events, reply)}; {@code apply(event)} is the only writer.
 * Nothing here knows actors, clocks or loggers.
 */
@NullMarked
package io.fairlead.ipam;

import org.jspecify.annotations.NullMarked;
