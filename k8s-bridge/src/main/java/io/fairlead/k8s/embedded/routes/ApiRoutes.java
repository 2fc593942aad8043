package io.fairlead.k8s.embedded.routes;

import io.fairlead.k8s.embedded.http.ApiFault;
import io.fairlead.k8s.embedded.http.ApiReply;
import io.fairlead.k8s.embedded.http.ApiRequest;
import io.fairlead.k8s.embedded.kinds.KindRegistry;
import io.fairlead.k8s.embedded.store.ObjectStore;
import io.fairlead.k8s.embedded.view.Discovery;
import io.fairlead.k8s.embedded.view.OpenApiV2;
import io.fairlead.k8s.embedded.view.OpenApiV3;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** All paths of the server. */
public final class ApiRoutes implements Function<ApiRequest, ApiReply> {
  private static final int GROUP_DEPTH = 2;
  private static final int GROUP_VERSION_DEPTH = 3;

  private final KindRegistry registry;
  private final Discovery discovery;
  private final OpenApiV3 openApiV3;
  private final ReadRoutes reads;
  private final WriteRoutes writes;

  public ApiRoutes(ObjectStore store, KindRegistry registry, Clock clock, RandomGenerator random) {
    this.registry = registry;
    this.discovery = new Discovery(registry);
    this.openApiV3 = new OpenApiV3(registry);
    this.reads = new ReadRoutes(store, clock);
    Removal removal = new Removal(store, registry, clock);
    ObjectWriter writer = new ObjectWriter(store, clock, random, removal);
    Admission admission = new Admission(store, registry);
    this.writes = new WriteRoutes(store, admission, writer, removal, clock);
  }

  @Override
  public ApiReply apply(ApiRequest request) {
    List<String> path = request.segments();
    if (path.isEmpty()) {
      return ApiReply.json(200, discovery.paths());
    }
    return switch (path.getFirst()) {
      case "version" -> ApiReply.json(200, Discovery.version());
      case "healthz", "livez", "readyz" -> ApiReply.text(200, "ok");
      case "openapi" -> openApi(path);
      case "api" -> core(path, request);
      case "apis" -> groups(path, request);
      default -> throw ApiFault.noSuchPath();
    };
  }

  private ApiReply openApi(List<String> path) {
    if (path.equals(List.of("openapi", "v2"))) {
      return new ApiReply.Whole(
          200, OpenApiV2.CONTENT_TYPE, ByteBuffer.wrap(OpenApiV2.document(registry)), List.of());
    }
    if (path.equals(List.of("openapi", "v3"))) {
      return ApiReply.json(200, openApiV3.index());
    }
    if (path.size() > 2 && path.get(1).equals("v3")) {
      return ApiReply.json(200, openApiV3.document(path.subList(2, path.size())));
    }
    throw ApiFault.noSuchPath();
  }

  private ApiReply core(List<String> path, ApiRequest request) {
    return switch (path.size()) {
      case 1 -> ApiReply.json(200, Discovery.coreVersions());
      case 2 -> ApiReply.json(200, discovery.resources("", path.get(1)));
      default -> resource(request);
    };
  }

  private ApiReply groups(List<String> path, ApiRequest request) {
    return switch (path.size()) {
      case 1 -> ApiReply.json(200, discovery.groups());
      case GROUP_DEPTH -> ApiReply.json(200, discovery.group(path.get(1)));
      case GROUP_VERSION_DEPTH -> ApiReply.json(200, discovery.resources(path.get(1), path.get(2)));
      default -> resource(request);
    };
  }

  private ApiReply resource(ApiRequest request) {
    ResourcePath path = ResourcePath.parse(request.segments(), registry);
    boolean collection = path.name().isEmpty();
    return switch (request.method()) {
      case "GET" -> {
        if (request.flag("watch")) {
          yield reads.watch(path, request);
        }
        yield collection ? reads.list(path, request) : reads.get(path, request);
      }
      case "POST" -> writes.create(path, request);
      case "PUT" -> collection ? notAllowed() : writes.update(path, request);
      case "PATCH" -> collection ? notAllowed() : writes.patch(path, request);
      case "DELETE" ->
          collection ? writes.deleteCollection(path, request) : writes.delete(path, request);
      default -> notAllowed();
    };
  }

  private static ApiReply notAllowed() {
    throw ApiFault.methodNotAllowed();
  }
}
