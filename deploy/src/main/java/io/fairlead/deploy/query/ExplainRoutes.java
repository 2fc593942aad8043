package io.fairlead.deploy.query;

import static org.apache.pekko.http.javadsl.server.PathMatchers.segment;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.deploy.config.MemberConfig;
import io.fairlead.deploy.controller.ExplainAnswer;
import io.fairlead.deploy.controller.ExplainGate;
import java.nio.file.Path;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.management.javadsl.ManagementRouteProvider;
import org.apache.pekko.management.javadsl.ManagementRouteProviderSettings;

/**
 * {@code GET /fairlead/explain/NAMESPACE/NAME} on a controller. Loaded by Pekko Management by its
 * name, see {@link MemberConfig}.
 */
public final class ExplainRoutes extends AllDirectives implements ManagementRouteProvider {
  private final ExplainGate gate;
  private final HeldSince since;

  public ExplainRoutes(ExtendedActorSystem system) {
    gate = ExplainGate.get(Adapter.toTyped(system));
    since =
        new HeldSince(Path.of(system.settings().config().getString(MemberConfig.JOURNAL_FOLDER)));
  }

  @Override
  public Route routes(ManagementRouteProviderSettings settings) {
    return path(
        segment("fairlead").slash("explain").slash(segment()).slash(segment()),
        (namespace, name) -> get(() -> explain(namespace, name)));
  }

  private Route explain(String namespace, String name) {
    if (namespace.isEmpty() || name.isEmpty() || namespace.contains("/")) {
      return complete(StatusCodes.BAD_REQUEST, "write /fairlead/explain/NAMESPACE/NAME");
    }
    var service = new ServiceKey(namespace, name);
    return onSuccess(gate.explain(service), answer -> complete(page(service, answer)));
  }

  private HttpResponse page(ServiceKey service, ExplainAnswer answer) {
    int code =
        switch (answer.status()) {
          case KNOWN -> 200;
          case UNKNOWN_SERVICE -> 404;
          case NOT_READY, SILENT -> 503;
        };
    return HttpResponse.create()
        .withStatus(code)
        .withEntity(
            HttpEntities.create(
                ContentTypes.APPLICATION_JSON, ExplainJson.of(service, answer, since.of(service))));
  }
}
