package io.fairlead.deploy.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fairlead.k8s.crd.BFDProfile;
import io.fairlead.k8s.crd.BGPPeer;
import io.fairlead.k8s.crd.IPAddressPool;
import io.fairlead.k8s.translate.ConfigInput;
import io.fairlead.k8s.webhook.WebhookServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real HTTPS calls with the texts that an API server sends. */
class WebhookIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String POOLS = "/validate-metallb-io-v1beta1-ipaddresspool";
  private static final String PEERS = "/validate-metallb-io-v1beta2-bgppeer";
  private static final String PROFILES = "/validate-metallb-io-v1beta1-bfdprofile";

  @TempDir Path temporary;

  private final Instant now = Instant.now();
  private WebhookFolder folder;
  private IssuedCertificate certificate;
  private WebhookServer server;
  private HttpClient http;

  @BeforeEach
  void start() throws Exception {
    folder = new WebhookFolder(temporary.resolve("webhook"), List.of("127.0.0.1"));
    certificate = folder.issue(now);
    server =
        WebhookServer.start(
            WebhookCalls.loopback(), certificate.serving(), "metallb-system", WebhookIT::existing);
    http = WebhookCalls.client(List.of(certificate.authority()));
  }

  @AfterEach
  void stop() {
    http.close();
    server.close();
  }

  static ConfigInput existing() {
    var json = new KubernetesSerialization();
    var pool =
        json.unmarshal(
            "---\n{apiVersion: metallb.io/v1beta1, kind: IPAddressPool, metadata: {name: gold, namespace:"
                + " metallb-system}, spec: {addresses: [10.0.0.0/24]}}",
            IPAddressPool.class);
    var peer =
        json.unmarshal(
            "---\n{apiVersion: metallb.io/v1beta2, kind: BGPPeer, metadata: {name: tor, namespace:"
                + " metallb-system}, spec: {myASN: 1, peerASN: 2, peerAddress: 10.0.0.1, bfdProfile:"
                + " fast}}",
            BGPPeer.class);
    var profile =
        json.unmarshal(
            "---\n{apiVersion: metallb.io/v1beta1, kind: BFDProfile, metadata: {name: fast, namespace:"
                + " metallb-system}}",
            BFDProfile.class);
    return new ConfigInput(
        List.of(pool),
        List.of(),
        List.of(),
        List.of(peer),
        List.of(profile),
        List.of(),
        List.of(),
        Optional.empty(),
        Map.of());
  }

  private HttpResponse<String> post(HttpClient client, String path, byte[] body)
      throws IOException, InterruptedException {
    return WebhookCalls.post(client, server.port(), path, body);
  }

  private JsonNode review(String path, String operation, String namespace, String spec)
      throws IOException, InterruptedException {
    return review(path, operation, namespace, spec, "");
  }

  private JsonNode review(
      String path, String operation, String namespace, String spec, String oldSpec)
      throws IOException, InterruptedException {
    var review = JSON.createObjectNode();
    review.put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
    var request = review.putObject("request");
    request.put("uid", "u-1").put("operation", operation);
    request.put("name", "new").put("namespace", namespace);
    request.set("object", object(path, namespace, spec));
    if (!oldSpec.isEmpty()) {
      request.set("oldObject", object(path, namespace, oldSpec));
    }
    var answer = post(http, path, JSON.writeValueAsBytes(review));
    assertEquals(200, answer.statusCode(), answer.body());
    var response = JSON.readTree(answer.body()).path("response");
    assertEquals("u-1", response.path("uid").asText());
    return response;
  }

  private static JsonNode object(String path, String namespace, String spec) throws IOException {
    String kind =
        path.equals(POOLS) ? "IPAddressPool" : path.equals(PEERS) ? "BGPPeer" : "BFDProfile";
    String version = path.equals(PEERS) ? "v1beta2" : "v1beta1";
    return JSON.readTree(
        "{\"apiVersion\":\"metallb.io/%s\",\"kind\":\"%s\",\"metadata\":{\"name\":\"new\",\"namespace\":\"%s\"},\"spec\":%s}"
            .formatted(version, kind, namespace, spec));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          /validate-metallb-io-v1beta1-ipaddresspool | {"addresses":["10.1.0.0/24"]}
          /validate-metallb-io-v1beta2-bgppeer       | {"myASN":1,"peerASN":2,"peerAddress":"10.0.0.2","bfdProfile":"later"}
          /validate-metallb-io-v1beta1-bfdprofile    | {"receiveInterval":50}
          """)
  void change_thatBreaksNothing_isAllowed(String path, String spec) throws Exception {
    assertTrue(review(path, "CREATE", "metallb-system", spec).path("allowed").asBoolean());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          /validate-metallb-io-v1beta1-ipaddresspool | {"addresses":["10.0.0.128/25"]}  | V15 | of pool "gold"
          /validate-metallb-io-v1beta1-ipaddresspool | {"addresses":["10.9.0.9-10.9.0.1"]} | V14 | start is after end
          /validate-metallb-io-v1beta2-bgppeer       | {"myASN":1,"peerASN":2,"peerAddress":"x"} | V5 | invalid IP address
          /validate-metallb-io-v1beta2-bgppeer       | {"myASN":1,"peerASN":2,"peerAddress":"10.0.0.1","bfdProfile":"fast"} | V12 | already exists
          """)
  void change_thatBreaksARule_isRefusedWithASentence(
      String path, String spec, String rule, String words) throws Exception {
    var response = review(path, "CREATE", "metallb-system", spec);

    assertFalse(response.path("allowed").asBoolean());
    String message = response.path("status").path("message").asText();
    assertTrue(message.contains("(" + rule + ")") && message.contains(words), message);
    assertFalse(message.contains("left out") || message.contains("last good"), message);
    assertEquals(403, response.path("status").path("code").asInt());
  }

  @Test
  void object_inAnotherNamespace_isRefusedWhenItIsMade() throws Exception {
    var response = review(POOLS, "CREATE", "default", "{\"addresses\":[\"10.1.0.0/24\"]}");

    assertEquals(
        "resource must be created in metallb-system namespace",
        response.path("status").path("message").asText());
    assertTrue(review(POOLS, "UPDATE", "default", "{}").path("allowed").asBoolean());
  }

  @Test
  void update_thatLeavesABadSpecAsItIs_isAllowed() throws Exception {
    String bad = "{\"addresses\":[\"nonsense\"]}";

    assertTrue(review(POOLS, "UPDATE", "metallb-system", bad, bad).path("allowed").asBoolean());
    assertFalse(
        review(POOLS, "UPDATE", "metallb-system", bad, "{\"addresses\":[\"10.1.0.0/24\"]}")
            .path("allowed")
            .asBoolean());
  }

  @Test
  void deletionOfAProfileInUse_isRefused() throws Exception {
    var body =
        """
        {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"1",
         "operation":"DELETE","name":"%s","namespace":"metallb-system"}}
        """;

    var used =
        JSON.readTree(
            post(http, PROFILES, body.formatted("fast").getBytes(StandardCharsets.UTF_8)).body());
    var unused =
        JSON.readTree(
            post(http, PROFILES, body.formatted("slow").getBytes(StandardCharsets.UTF_8)).body());

    assertEquals(
        "failed to delete BFDProfile fast, used by BGPPeer tor",
        used.path("response").path("status").path("message").asText());
    assertTrue(unused.path("response").path("allowed").asBoolean());
  }

  @Test
  void deprecatedField_isWarnedOf() throws Exception {
    var response =
        review(
            PEERS,
            "CREATE",
            "metallb-system",
            "{\"myASN\":0,\"peerASN\":2,\"peerAddress\":\"10.0.0.7\",\"disableMP\":true}");

    assertFalse(response.path("allowed").asBoolean(), "it is no way past the rules");
    assertTrue(response.path("warnings").toString().contains("deprecated"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "7",
        "{}",
        "{\"apiVersion\":\"admission.k8s.io/v1\"}",
        "{\"apiVersion\":\"admission.k8s.io/v1beta1\",\"request\":{\"uid\":\"1\"}}",
        "{\"apiVersion\":\"admission.k8s.io/v1\",\"request\":{\"uid\":\"1\",\"operation\":\"CREATE\","
            + "\"namespace\":\"metallb-system\"}}",
        "{\"apiVersion\":\"admission.k8s.io/v1\",\"request\":{\"uid\":\"1\",\"operation\":\"CREATE\","
            + "\"namespace\":\"metallb-system\",\"object\":{\"spec\":7}}}",
        "\u0000\u0001 not text"
      })
  void malformedBody_isRefusedAndTheNextCallWorks(String body) throws Exception {
    assertEquals(400, post(http, POOLS, body.getBytes(StandardCharsets.UTF_8)).statusCode());
    change_thatBreaksNothing_isAllowed(POOLS, "{\"addresses\":[\"10.1.0.0/24\"]}");
  }

  @RepeatedTest(10)
  void hugeBody_isRefusedAndTheNextCallWorks() throws Exception {
    try {
      assertEquals(413, post(http, POOLS, new byte[9 * 1024 * 1024]).statusCode());
    } catch (IOException e) {
      // The server may close before all is sent: refused all the same.
      assertTrue(server.port() > 0, e.toString());
    }
    change_thatBreaksNothing_isAllowed(POOLS, "{\"addresses\":[\"10.1.0.0/24\"]}");
  }

  @Test
  void otherPathsAndMethods_areRefused() throws Exception {
    assertEquals(404, post(http, "/", new byte[0]).statusCode());
    var get =
        HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port() + POOLS)).build();
    assertEquals(405, http.send(get, HttpResponse.BodyHandlers.discarding()).statusCode());
  }

  @Test
  void rotation_underLoad_failsNoCall() throws Exception {
    var next = new WebhookFolder(temporary.resolve("next"), List.of("127.0.0.1")).issue(now);
    var trusted = List.of(certificate.authority(), next.authority());
    var calls = new ArrayList<Future<Integer>>();
    try (var threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 120; i++) {
        calls.add(
            threads.submit(
                () -> {
                  // A new client each time: every call is a handshake of its own.
                  try (var fresh = WebhookCalls.client(trusted)) {
                    return post(fresh, POOLS, "{}".getBytes(StandardCharsets.UTF_8)).statusCode();
                  }
                }));
      }
      for (int i = 0; i < calls.size(); i++) {
        server.replace((i % 2 == 0 ? next : certificate).serving());
        assertEquals(400, calls.get(i).get(), "call " + i + " got an answer");
      }
    }
  }

  @Test
  void certificate_nearItsEnd_isRenewedAfterItIsTrusted() throws Exception {
    var time = new AtomicReference<>(now);
    var trusted = new CopyOnWriteArrayList<List<X509Certificate>>();
    try (var webhook =
        Webhook.untimed(
            WebhookCalls.loopback(),
            folder,
            "metallb-system",
            WebhookIT::existing,
            time::get,
            trusted::add)) {
      webhook.check();
      var first = webhook.certificate().orElseThrow();
      assertEquals(List.of(first.authority()), trusted.getLast(), "nothing to renew yet");

      time.set(now.plus(Duration.ofDays(300)));
      webhook.check();
      assertEquals(2, trusted.getLast().size(), "the new one is trusted beside the old one");
      webhook.check();

      var second = webhook.certificate().orElseThrow();
      assertEquals(List.of(second.authority()), trusted.getLast());
      assertNotEquals(first.serving(), second.serving());
      assertEquals(first.authority(), second.authority(), "the authority lives longer");
    }
  }

  @Test
  void certificate_whoseTrustCannotBeWritten_isNotShown() throws Exception {
    var time = new AtomicReference<>(now);
    var broken = new AtomicReference<>(false);
    var trusted = new CopyOnWriteArrayList<List<X509Certificate>>();
    try (var webhook =
        Webhook.untimed(
            WebhookCalls.loopback(),
            folder,
            "metallb-system",
            WebhookIT::existing,
            time::get,
            authorities -> {
              if (broken.get()) {
                throw new IllegalStateException("the API server is away");
              }
              trusted.add(authorities);
            })) {
      webhook.check();
      var first = webhook.certificate().orElseThrow();
      broken.set(true);
      time.set(now.plus(Duration.ofDays(300)));
      webhook.check();
      assertEquals(first, webhook.certificate().orElseThrow());
      broken.set(false);
      webhook.check();

      assertNotEquals(first, webhook.certificate().orElseThrow());
      assertEquals(2, trusted.getLast().size());
    }
  }

  @Test
  void portThatIsTaken_isTriedAgain_andTrustedOnceItIsServed() throws Exception {
    var trusted = new CopyOnWriteArrayList<List<X509Certificate>>();
    Webhook webhook;
    try (var other = new ServerSocket()) {
      other.bind(WebhookCalls.loopback());
      webhook =
          Webhook.untimed(
              new InetSocketAddress(other.getInetAddress(), other.getLocalPort()),
              folder,
              "metallb-system",
              WebhookIT::existing,
              () -> now,
              trusted::add);
      webhook.check();
      assertEquals(Optional.empty(), webhook.port());
      assertEquals(Optional.empty(), webhook.report().end());
      assertEquals(List.of(), trusted, "nobody is served yet");
    }
    try (webhook) {
      webhook.check();
      assertTrue(webhook.port().isPresent());
      assertEquals(List.of(certificate.authority()), trusted.getLast());
      var answer =
          WebhookCalls.post(
              http, webhook.port().get(), POOLS, "{}".getBytes(StandardCharsets.UTF_8));
      assertEquals(400, answer.statusCode(), "it answers");
    }
  }

  @Test
  void authority_survivesARestart() throws IOException, GeneralSecurityException {
    var again = new WebhookFolder(temporary.resolve("webhook"), List.of("127.0.0.1")).issue(now);

    assertEquals(certificate.authority(), again.authority());
    again.serving().leaf().verify(certificate.authority().getPublicKey());
  }
}
