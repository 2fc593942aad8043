package io.fairlead.load.bridge;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Makes objects over HTTP, many at a time, and reads the API server's own counters. */
final class ApiClient {
  private static final Pattern COUNTER =
      Pattern.compile(
          "(?m)^apiserver_request_total\\{.*resource=\"([^\"]*)\".*verb=\"([^\"]*)\".*}"
              + " ([0-9.e+]+)$");
  private static final List<String> WRITES = List.of("POST", "PUT", "PATCH", "APPLY", "DELETE");
  private static final int OK_MAX = 299;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI server;

  ApiClient(URI server) {
    this.server = server;
  }

  /** One object. */
  void create(String path, String json) {
    require(http.sendAsync(post(path, json), BodyHandlers.ofString()).join());
  }

  void createYaml(String path, String yaml) {
    require(http.sendAsync(post(path, yaml, "application/yaml"), BodyHandlers.ofString()).join());
  }

  /** All objects of one kind, so many requests at once; returns when all were answered. */
  void createAll(String path, List<String> objects, int inFlight) throws InterruptedException {
    var free = new Semaphore(inFlight);
    var answers = new CompletableFuture<?>[objects.size()];
    for (int i = 0; i < objects.size(); i++) {
      free.acquire();
      answers[i] =
          http.sendAsync(post(path, objects.get(i)), BodyHandlers.ofString())
              .whenComplete((_, _) -> free.release())
              .thenAccept(ApiClient::require);
    }
    CompletableFuture.allOf(answers).join();
  }

  /** Writes of all clients so far; Leases are the server's own. */
  long writes() {
    String text = get("/metrics");
    return COUNTER
        .matcher(text)
        .results()
        .filter(found -> WRITES.contains(found.group(2)))
        .mapToLong(found -> (long) Double.parseDouble(found.group(3)))
        .sum();
  }

  String get(String path) {
    var answer =
        http.sendAsync(
                HttpRequest.newBuilder(server.resolve(path)).build(), BodyHandlers.ofString())
            .join();
    require(answer);
    return answer.body();
  }

  private HttpRequest post(String path, String json) {
    return post(path, json, "application/json");
  }

  private HttpRequest post(String path, String body, String type) {
    return HttpRequest.newBuilder(server.resolve(path))
        .header("Content-Type", type)
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private static void require(HttpResponse<String> answer) {
    if (answer.statusCode() > OK_MAX) {
      throw new IllegalStateException(
          "%s %s: %d %s"
              .formatted(
                  answer.request().method(), answer.uri(), answer.statusCode(), answer.body()));
    }
  }

  /** A watch, line by line, until the stream ends. */
  void watch(String path, Consumer<String> line) throws IOException {
    try {
      var answer =
          http.send(HttpRequest.newBuilder(server.resolve(path)).build(), BodyHandlers.ofLines());
      answer.body().forEach(line);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
