package io.fairlead.k8s.embedded.routes;

import io.fairlead.k8s.embedded.http.ApiFault;
import io.fairlead.k8s.embedded.http.ApiReply;
import io.fairlead.k8s.embedded.http.ApiRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * Counts requests and tells of them at {@code /metrics} under the name and the labels of a real API
 * server, {@code apiserver_request_total}, so that whoever counts writes needs to know only one
 * spelling.
 */
public final class CountedRoutes implements Function<ApiRequest, ApiReply> {
  private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";
  private static final int IN_GROUP = 3;
  private static final int IN_CORE = 2;

  private final Function<ApiRequest, ApiReply> routes;
  private final Map<String, LongAdder> counts = new ConcurrentSkipListMap<>();

  public CountedRoutes(Function<ApiRequest, ApiReply> routes) {
    this.routes = routes;
  }

  @Override
  public ApiReply apply(ApiRequest request) {
    if (request.segments().equals(List.of("metrics"))) {
      return new ApiReply.Whole(200, TYPE, text(), List.of());
    }
    try {
      var reply = routes.apply(request);
      count(request, reply instanceof ApiReply.Whole whole ? whole.status() : 200);
      return reply;
    } catch (ApiFault fault) {
      count(request, fault.code());
      throw fault;
    }
  }

  private void count(ApiRequest request, int code) {
    var path = resource(request.segments());
    if (path.isEmpty()) {
      return;
    }
    String labels =
        "code=\"%d\",resource=\"%s\",subresource=\"%s\",verb=\"%s\""
            .formatted(
                code,
                path.getFirst(),
                path.size() > IN_GROUP - 1 ? path.get(2) : "",
                verb(request, path.size() > 1));
    counts.computeIfAbsent(labels, _ -> new LongAdder()).increment();
  }

  /** Plural, name and subresource, as far as they are there; nothing for other paths. */
  private static List<String> resource(List<String> segments) {
    if (segments.isEmpty()) {
      return List.of();
    }
    int from = segments.getFirst().equals("apis") ? IN_GROUP : IN_CORE;
    if (segments.size() <= from || !segments.getFirst().startsWith("api")) {
      return List.of();
    }
    var path = segments.subList(from, segments.size());
    boolean inNamespace = path.size() > 2 && path.getFirst().equals("namespaces");
    return inNamespace ? path.subList(2, path.size()) : path;
  }

  private static String verb(ApiRequest request, boolean isNamed) {
    return switch (request.method()) {
      case "GET" -> request.flag("watch") ? "WATCH" : isNamed ? "GET" : "LIST";
      case "PATCH" ->
          request.contentType().startsWith("application/apply-patch") ? "APPLY" : "PATCH";
      default -> request.method();
    };
  }

  private ByteBuffer text() {
    var text = new StringBuilder("# TYPE apiserver_request_total counter\n");
    counts.forEach(
        (labels, count) ->
            text.append("apiserver_request_total{")
                .append(labels)
                .append("} ")
                .append(count.sum())
                .append('\n'));
    return StandardCharsets.UTF_8.encode(text.toString());
  }
}
