package io.fairlead.k8s.embedded.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.k8s.embedded.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** One call of a webhook over HTTPS, which trusts the webhook's caBundle and nobody else. */
final class WebhookCall {
  private static final int TIMEOUT_SECONDS = 10;
  private static final int OK = 200;

  private WebhookCall() {}

  /**
   * Sends a review.
   *
   * @throws IOException no answer that can be read; the message says why
   */
  static JsonNode post(JsonNode webhook, ObjectNode review) throws IOException {
    JsonNode client = webhook.path("clientConfig");
    String url = Json.text(client, "url");
    if (url.isEmpty()) {
      throw new IOException(
          "failed to call webhook: Services are not routed by this API server; name a url");
    }
    int timeout =
        Math.toIntExact(
            TimeUnit.SECONDS.toMillis(webhook.path("timeoutSeconds").asInt(TIMEOUT_SECONDS)));
    try {
      var connection = (HttpsURLConnection) URI.create(url).toURL().openConnection();
      connection.setSSLSocketFactory(trust(Json.text(client, "caBundle")).getSocketFactory());
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
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException("failed to call webhook: Post \"" + url + "\": " + e.getMessage(), e);
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
