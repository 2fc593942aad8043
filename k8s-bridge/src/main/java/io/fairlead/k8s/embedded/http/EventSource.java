package io.fairlead.k8s.embedded.http;

/** A running watch, seen from the connection that carries it. */
public interface EventSource {

  /** Begins to send events to the sink; called once. */
  void start(EventSink sink);

  /** Sends a bookmark if the client asked for bookmarks. */
  void bookmark();

  /** No event is wanted any more; may be called more than once. */
  void stop();
}
