package io.fairlead.k8s.write;

import java.time.Instant;

/**
 * One Event object and how often it was said.
 *
 * @param objectName name of the Event object
 * @param lastWritten when the server was last told
 */
record EventAggregate(
    String objectName, int count, Instant first, Instant last, Instant lastWritten) {

  static EventAggregate first(String objectName, Instant now) {
    return new EventAggregate(objectName, 1, now, now, now);
  }

  EventAggregate again(Instant now) {
    return new EventAggregate(objectName, count + 1, first, now, lastWritten);
  }

  EventAggregate written(Instant now) {
    return new EventAggregate(objectName, count, first, last, now);
  }
}
