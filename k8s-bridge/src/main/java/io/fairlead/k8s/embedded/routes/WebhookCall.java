package io.fairlead.k8s.embedded.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.k8s.embedded.json.Json;
import io.fairlead.k8s.embedded.store.ObjectName;
import io.fairlead.k8s.embedded.store.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * One call of a webhook over HTTPS, by its URL or by its Service; it trusts the webhook's caBundle
 * and nobody else. A Service proves itself by the name {@code NAME.NAMESPACE.svc}, whichever
 * address it was found at.
 */
final class WebhookCall {
  private static final int TIMEOUT_SECONDS = 10;
  private static final int HTTPS = 443;
  private static final int OK = 200;

  private final ObjectStore store;

  WebhookCall(ObjectStore store) {
    this.store = store;
  }

  /**
   * Sends a review.
   *
   * @throws IOException no answer that can be read; the message says why
   */
  JsonNode post(JsonNode webhook, ObjectNode review) throws IOException {
    int seconds = webhook.path("timeoutSeconds").asInt(TIMEOUT_SECONDS);
    JsonNode client = webhook.path("clientConfig");
    String url = url(client) + "?timeout=" + seconds + "s";
    try {
      return post(connection(client, url), seconds, review);
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException("failed to call webhook: Post \"" + url + "\": " + e.getMessage(), e);
    }
  }

  private static String url(JsonNode client) {
    JsonNode service = client.path("service");
    return service.isObject()
        ? "https://" + host(service) + ":" + port(service) + Json.text(service, "path")
        : Json.text(client, "url");
  }

  private static String host(JsonNode service) {
    return Json.text(service, "name") + "." + Json.text(service, "namespace") + ".svc";
  }

  private static int port(JsonNode service) {
    return service.path("port").asInt(HTTPS);
  }

  private HttpsURLConnection connection(JsonNode client, String url)
      throws IOException, GeneralSecurityException {
    SSLSocketFactory trust = trust(Json.text(client, "caBundle")).getSocketFactory();
    JsonNode service = client.path("service");
    var target = URI.create(url);
    if (service.isObject()) {
      var name = new ObjectName(Json.text(service, "namespace"), Json.text(service, "name"));
      InetSocketAddress at = ServiceAddress.resolve(store, name, port(service));
      target = URI.create(url.replaceFirst("//[^/?]+", "//" + literal(at)));
      trust = new NamedTls(trust, host(service));
    }
    var connection = (HttpsURLConnection) target.toURL().openConnection(Proxy.NO_PROXY);
    connection.setSSLSocketFactory(trust);
    connection.setInstanceFollowRedirects(false);
    return connection;
  }

  private static String literal(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  private static JsonNode post(HttpsURLConnection connection, int seconds, ObjectNode review)
      throws IOException {
    int timeout = Math.toIntExact(TimeUnit.SECONDS.toMillis(seconds));
    connection.setConnectTimeout(timeout);
    connection.setReadTimeout(timeout);
    connection.setRequestMethod("POST");
    connection.setRequestProperty("Content-Type", "application/json");
    connection.setDoOutput(true);
    try (var body = connection.getOutputStream()) {
      body.write(Json.bytes(review));
    }
    if (connection.getResponseCode() != OK) {
      throw new IOException("it answered with " + connection.getResponseCode());
    }
    try (var answer = connection.getInputStream()) {
      return Json.parse(new String(answer.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static SSLContext trust(String caBundle) throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    var pem = new ByteArrayInputStream(Base64.getDecoder().decode(caBundle));
    int number = 0;
    for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
      store.setCertificateEntry("ca-" + number++, certificate);
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
