package io.fairlead.ipam;

import java.util.List;

/**
 * The outcome of a request: what to record first, and what to answer then.
 *
 * @param events empty when nothing changes
 */
public record Decision<E, R>(List<E> events, R reply) {
  public Decision {
    events = List.copyOf(events);
  }
}
