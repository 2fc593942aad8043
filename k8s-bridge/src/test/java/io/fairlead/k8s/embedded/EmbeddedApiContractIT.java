package io.fairlead.k8s.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fairlead.k8s.embedded.json.Json;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The contract against the embedded server, and what only this one lets a test do. */
@TestInstance(Lifecycle.PER_CLASS)
class EmbeddedApiContractIT {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static @Nullable EmbeddedApiServer server;
  @TempDir static @Nullable Path folder;

  @BeforeAll
  static void start() throws IOException {
    server =
        EmbeddedApiServer.start(
            EmbeddedApiSettings.defaults()
                .withBookmarkMillis(100)
                .withAlso(UnixDomainSocketAddress.of(socket())));
  }

  @AfterAll
  static void stop() {
    running().close();
  }

  static EmbeddedApiServer running() {
    if (server == null) {
      throw new AssertionError("the server did not start");
    }
    return server;
  }

  private static Path socket() {
    if (folder == null) {
      throw new AssertionError("no folder");
    }
    return folder.resolve("api.sock");
  }

  @Nested
  class Objects extends ApiContractSuite {
    @Override
    ContractTarget target() {
      return ContractTarget.plain(running().uri());
    }
  }

  @Nested
  class ShippedManifests extends ManifestContractSuite {
    @Override
    ContractTarget target() {
      return ContractTarget.plain(running().uri());
    }

    @Override
    boolean evaluatesCel() {
      return false;
    }
  }

  @Nested
  class Apply extends ApplyContractSuite {
    @Override
    ContractTarget target() {
      return ContractTarget.plain(running().uri());
    }
  }

  @Nested
  class CustomKinds extends CustomKindContractSuite {
    @Override
    ContractTarget target() {
      return ContractTarget.plain(running().uri());
    }
  }

  @Nested
  class Informers extends InformerContractSuite {
    @Override
    ContractTarget target() {
      return ContractTarget.plain(running().uri());
    }

    @Test
    void informer_catchesUpAfterAnOutageWithLostHistory() throws IOException {
      create("a", "LoadBalancer");
      create("b", "LoadBalancer");
      Noted noted = new Noted();
      try (KubernetesClient client = target().fabric8();
          var informer = client.services().inNamespace(namespace).inform(noted)) {
        Poll.until(PATIENCE, "synced", () -> informer.getStore().list().size() == 2);
        running().pause();
        Poll.until(PATIENCE, "the loss is noticed", () -> !informer.isWatching());
        running().resume();
        api.close();
        api = target().probe();
        api.delete(services + "/b").ok();
        create("c", "LoadBalancer");
        running().compact();
        Poll.until(PATIENCE, "c is added", () -> noted.events.contains("add c"));
        Poll.until(PATIENCE, "b is deleted", () -> noted.events.contains("delete b"));
      }
    }
  }

  @Nested
  class History extends ContractCase {
    @Override
    ContractTarget target() {
      return ContractTarget.plain(running().uri());
    }

    @Test
    void watch_fromAForgottenVersionEndsWith410() {
      String from = create("a", "ClusterIP").at("/metadata/resourceVersion").asText();
      create("b", "ClusterIP");
      running().compact();
      try (var watch = api.watch(services + "?watch=true&resourceVersion=" + from)) {
        JsonNode event = watch.nextEvent();
        assertEquals("ERROR", Json.text(event, "type"));
        assertEquals(410, Json.at(event, "object", "code").asInt());
        assertTrue(watch.nextEvent().isMissingNode());
      }
    }

    @Test
    void list_withAForgottenContinueTokenIs410() {
      create("a", "ClusterIP");
      create("b", "ClusterIP");
      String token = Json.text(api.get(services + "?limit=1").ok(), "metadata", "continue");
      create("c", "ClusterIP");
      running().compact();
      assertEquals(410, api.get(services + "?limit=1&continue=" + token).code());
    }

    @Test
    void watch_sendsBookmarksWithTheNewestVersion() {
      String from = create("a", "ClusterIP").at("/metadata/resourceVersion").asText();
      String query = "?watch=true&allowWatchBookmarks=true&resourceVersion=" + from;
      try (var watch = api.watch(services + query)) {
        JsonNode event = watch.nextEvent();
        assertEquals("BOOKMARK", Json.text(event, "type"));
        assertTrue(
            Long.parseLong(Json.text(event, "object", "metadata", "resourceVersion"))
                >= Long.parseLong(from));
      }
    }

    @Test
    void watch_streamsTheListWhenAskedFor() {
      create("a", "ClusterIP");
      String query =
          "?watch=true&allowWatchBookmarks=true&sendInitialEvents=true"
              + "&resourceVersionMatch=NotOlderThan";
      try (var watch = api.watch(services + query)) {
        assertEquals("ADDED", Json.text(watch.nextEvent(), "type"));
        JsonNode end = watch.nextEvent();
        assertEquals("BOOKMARK", Json.text(end, "type"));
        String mark = "k8s.io/initial-events-end";
        assertEquals("true", Json.text(end, "object", "metadata", "annotations", mark));
      }
    }

    @Test
    void namespace_takesItsContentAlong() {
      create("a", "ClusterIP");
      api.delete("/api/v1/namespaces/" + namespace).ok();
      assertEquals(404, api.get(services + "/a").code());
      assertEquals(404, api.get("/api/v1/namespaces/" + namespace).code());
    }

    @Test
    void watch_overWebSocketCarriesEvents() throws Exception {
      create("a", "ClusterIP");
      URI base = running().uri();
      CompletableFuture<String> first = new CompletableFuture<>();
      try (HttpClient http = HttpClient.newHttpClient()) {
        WebSocket socket =
            http.newWebSocketBuilder()
                .buildAsync(
                    URI.create("ws://" + base.getAuthority() + services + "?watch=true"),
                    new WebSocket.Listener() {
                      @Override
                      public CompletionStage<?> onText(
                          WebSocket webSocket, CharSequence data, boolean last) {
                        first.complete(data.toString());
                        return CompletableFuture.completedStage(null);
                      }
                    })
                .get(10, TimeUnit.SECONDS);
        assertTrue(first.get(10, TimeUnit.SECONDS).startsWith("{\"type\":\"ADDED\""));
        socket.abort();
      }
    }
  }

  @Test
  void unixSocket_answersLikeTheInternetAddress() throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket()));
      String request = "GET /readyz HTTP/1.1\r\nHost: lab\r\nConnection: close\r\n\r\n";
      channel.write(StandardCharsets.US_ASCII.encode(request));
      ByteBuffer answer = ByteBuffer.allocate(4096);
      while (channel.read(answer) >= 0) {
        assertTrue(answer.hasRemaining());
      }
      String text = StandardCharsets.US_ASCII.decode(answer.flip()).toString();
      assertTrue(text.startsWith("HTTP/1.1 200 OK") && text.endsWith("ok"), text);
    }
  }
}
