package io.fairlead.k8s.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.k8s.embedded.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads the events of one watch in a thread of its own. */
final class WatchReader implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 15;

  private final LinkedBlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
  private final InputStream body;

  WatchReader(InputStream body) {
    this.body = body;
    Thread.ofVirtual().start(this::read);
  }

  /** The next event that is no bookmark, as {@code TYPE name}. */
  String next() {
    JsonNode event = nextEvent();
    while (Json.text(event, "type").equals("BOOKMARK")) {
      event = nextEvent();
    }
    return Json.text(event, "type") + " " + Json.text(event, "object", "metadata", "name");
  }

  /** The next event whatever it is; a missing node when the stream has ended. */
  JsonNode nextEvent() {
    try {
      @Nullable JsonNode event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (event == null) {
        throw new AssertionError("no event within " + PATIENCE_SECONDS + " s");
      }
      return event;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private void read() {
    try (var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        events.add(Json.parse(line));
      }
    } catch (IOException e) {
      // The reader was closed, or the server cut the stream: either way it has ended.
    }
    events.add(Json.object().path("ended"));
  }

  @Override
  public void close() {
    try {
      body.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
