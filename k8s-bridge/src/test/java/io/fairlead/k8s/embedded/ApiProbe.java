package io.fairlead.k8s.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.k8s.embedded.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Speaks plain HTTP to an API server. Bodies are written in YAML, to be readable in tests. */
final class ApiProbe implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final URI uri;
  private final String token;
  private final HttpClient http;

  ApiProbe(URI uri, String token, HttpClient http) {
    this.uri = uri;
    this.token = token;
    this.http = http;
  }

  record Answer(int code, JsonNode body) {
    /** The body, once it is sure that the request succeeded. */
    JsonNode ok() {
      assertEquals(2, code / 100, () -> code + " " + body);
      return body;
    }

    String version() {
      return Json.text(ok(), "metadata", "resourceVersion");
    }
  }

  Answer get(String path) {
    return send("GET", path, "application/json", "");
  }

  Answer post(String path, String yaml) {
    return send("POST", path, "application/json", yaml);
  }

  Answer put(String path, JsonNode body) {
    return send("PUT", path, "application/json", body.toString());
  }

  Answer delete(String path) {
    return send("DELETE", path, "application/json", "");
  }

  /**
   * @param type json, merge or strategic-merge
   */
  Answer patch(String path, String type, String yaml) {
    return send("PATCH", path, "application/" + type + "-patch+json", yaml);
  }

  Answer apply(String path, String manager, boolean force, String yaml) {
    String query = "?fieldManager=" + manager + "&force=" + force;
    return send("PATCH", path + query, "application/apply-patch+yaml", yaml);
  }

  Answer send(String method, String path, String contentType, String yaml) {
    try {
      String body = yaml.isEmpty() ? "" : Json.parseYaml(yaml).toString();
      var request =
          builder(path)
              .header("Content-Type", contentType)
              .timeout(PATIENCE)
              .method(method, HttpRequest.BodyPublishers.ofString(body))
              .build();
      var response = http.send(request, HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), Json.parse(response.body()));
    } catch (IOException e) {
      throw new AssertionError(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Opens a watch over chunked HTTP. */
  WatchReader watch(String path) {
    try {
      HttpResponse<InputStream> response =
          http.send(builder(path).build(), HttpResponse.BodyHandlers.ofInputStream());
      return new WatchReader(response.body());
    } catch (IOException e) {
      throw new AssertionError("watch " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** The answer to a request for a table, as kubectl asks. */
  Answer table(String path) {
    try {
      var request =
          builder(path).header("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io").build();
      var response = http.send(request, HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), Json.parse(response.body()));
    } catch (IOException e) {
      throw new AssertionError("table " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private HttpRequest.Builder builder(String path) {
    var builder = HttpRequest.newBuilder(uri.resolve(path)).header("User-Agent", "contract/1.0");
    return token.isEmpty() ? builder : builder.header("Authorization", "Bearer " + token);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
