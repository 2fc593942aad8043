package io.fairlead.k8s.write;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fairlead.cluster.ServiceKey;
import java.io.ByteArrayInputStream;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Server-side apply of the status of a Service, sent over the client's own connections, with its
 * credentials, its retries and whoever looks at its requests. The client's way there would turn
 * each body and each answer, most of which nobody reads, into objects twice; with thousands of
 * Services at a time that is most of the work. No thread waits for an answer.
 */
final class ServiceStatusRequest {
  private static final String APPLY_PATCH = "application/apply-patch+yaml";
  private static final String MERGE_PATCH = "application/merge-patch+json";
  private static final String MANAGER = "?fieldManager=" + StatusPatch.FIELD_MANAGER;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final KubernetesClient client;
  private final HttpClient http;
  private final String namespaces;
  private final int timeoutMillis;

  ServiceStatusRequest(KubernetesClient client) {
    this.client = client;
    http = client.getHttpClient();
    String server = client.getMasterUrl().toString();
    namespaces = (server.endsWith("/") ? server : server + "/") + "api/v1/namespaces/";
    timeoutMillis = client.getConfiguration().getRequestTimeout();
  }

  /**
   * Applies a body to the status.
   *
   * @return what the Service shows now; or a {@link KubernetesClientException}: nobody knows, or
   *     the server refused with the code that is in it
   */
  CompletableFuture<ShownService> apply(ServiceKey service, Map<String, Object> body) {
    return patch(service, "/status" + MANAGER + "&force=true", APPLY_PATCH, body);
  }

  /**
   * Sets an annotation, or takes it away whoever wrote it; never makes a Service.
   *
   * @return as {@link #apply}
   */
  CompletableFuture<ShownService> annotate(
      ServiceKey service, String name, Optional<String> value) {
    Map<String, @Nullable String> annotation = Collections.singletonMap(name, value.orElse(null));
    var body = Map.<String, Object>of("metadata", Map.of("annotations", annotation));
    return patch(service, MANAGER, MERGE_PATCH, body);
  }

  private CompletableFuture<ShownService> patch(
      ServiceKey service, String rest, String type, Map<String, Object> body) {
    var request =
        http.newHttpRequestBuilder()
            .uri(namespaces + service.namespace() + "/services/" + service.name() + rest)
            .method("PATCH", type, json(body))
            .timeout(timeoutMillis, TimeUnit.MILLISECONDS)
            .build();
    var sent = http.sendAsync(request, byte[].class);
    return sent.copy()
        .orTimeout(timeoutMillis, TimeUnit.MILLISECONDS)
        .whenComplete((_, _) -> sent.cancel(true))
        .thenApply(answer -> read(service, answer));
  }

  private static String json(Map<String, Object> body) {
    try {
      return JSON.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private ShownService read(ServiceKey service, HttpResponse<byte[]> answer) {
    if (answer.isSuccessful()) {
      return ShownService.read(answer.body());
    }
    String why = answer.code() + " " + reason(answer.body());
    throw new KubernetesClientException(
        "the status of " + service + " was not written: " + why, answer.code(), null);
  }

  private String reason(byte[] body) {
    try {
      var status =
          client
              .getKubernetesSerialization()
              .unmarshal(new ByteArrayInputStream(body), Status.class);
      return status == null || status.getMessage() == null ? "" : status.getMessage();
    } catch (RuntimeException e) {
      // A proxy in between may say anything.
      return "";
    }
  }
}
