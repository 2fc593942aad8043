package io.fairlead.k8s.embedded.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.k8s.embedded.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a route answers. */
public sealed interface ApiReply {

  /**
   * A complete answer.
   *
   * @param warnings texts for the {@code Warning} header, which kubectl shows to people
   */
  record Whole(int status, String contentType, ByteBuffer body, List<String> warnings)
      implements ApiReply {}

  /** A stream of events, which starts once the connection is ready to take them. */
  record Stream(EventSource source, long timeoutSeconds) implements ApiReply {}

  static ApiReply json(int status, JsonNode body) {
    return json(status, body, List.of());
  }

  static ApiReply json(int status, JsonNode body, List<String> warnings) {
    return new Whole(status, "application/json", ByteBuffer.wrap(Json.bytes(body)), warnings);
  }

  static ApiReply text(int status, String text) {
    return new Whole(status, "text/plain", StandardCharsets.UTF_8.encode(text), List.of());
  }
}
