package io.fairlead.k8s.embedded.http;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Takes the events of one watch, in order, from any thread, without blocking. */
public interface EventSink {

  void send(ObjectNode event);

  /** Ends the stream after what was sent. */
  void end();
}
