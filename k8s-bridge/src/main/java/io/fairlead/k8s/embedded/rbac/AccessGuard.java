package io.fairlead.k8s.embedded.rbac;

import io.fairlead.k8s.embedded.http.ApiFault;
import io.fairlead.k8s.embedded.http.ApiReply;
import io.fairlead.k8s.embedded.http.ApiRequest;
import io.fairlead.k8s.embedded.store.ObjectName;
import io.fairlead.k8s.embedded.store.ObjectStore;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before the routes: a request with a known token may do what the roles of its user allow,
 * one with an unknown token nothing, and one without a token everything.
 */
public final class AccessGuard implements Function<ApiRequest, ApiReply> {
  private static final Logger log = LoggerFactory.getLogger(AccessGuard.class);
  private static final String BEARER = "Bearer ";
  private static final int REFUSALS_MAX = 1_000;

  private final Function<ApiRequest, ApiReply> routes;
  private final ObjectStore store;
  private final Roles roles;
  private final Map<String, ApiUser> users;
  private final List<String> refusals = new CopyOnWriteArrayList<>();
  private final Set<String> uses = new ConcurrentSkipListSet<>();

  /**
   * @param users by token
   */
  public AccessGuard(
      Function<ApiRequest, ApiReply> routes, ObjectStore store, Map<String, ApiUser> users) {
    this.routes = routes;
    this.store = store;
    this.roles = new Roles(store);
    this.users = Map.copyOf(users);
  }

  /** What was refused so far, as {@code verb resource.group in namespace}, oldest first. */
  public List<String> refusals() {
    return List.copyOf(refusals);
  }

  /** What requests with a token did by right of a role, once each, worded as refusals are. */
  public Set<String> uses() {
    return Set.copyOf(uses);
  }

  @Override
  public ApiReply apply(ApiRequest request) {
    String credentials = request.authorization();
    if (!credentials.isEmpty() && !users.isEmpty()) {
      String token = credentials.startsWith(BEARER) ? credentials.substring(BEARER.length()) : "";
      ApiUser user = users.get(token);
      if (user == null) {
        throw ApiFault.unauthorized();
      }
      AccessRequest.of(request).ifPresent(wanted -> check(user, wanted, request));
    }
    return routes.apply(request);
  }

  private void check(ApiUser user, AccessRequest wanted, ApiRequest request) {
    require(user, wanted);
    // Apply makes what is not there, and only who may create may do that.
    boolean applies = request.contentType().startsWith("application/apply-patch");
    if (applies && !wanted.resource().contains("/") && !exists(wanted)) {
      require(user, wanted.toCreate());
    }
  }

  private boolean exists(AccessRequest wanted) {
    var name = new ObjectName(wanted.namespace(), wanted.name());
    return store.find(wanted.resource() + "." + wanted.group(), name) != null;
  }

  private void require(ApiUser user, AccessRequest wanted) {
    if (!roles.allow(user, wanted)) {
      if (refusals.size() < REFUSALS_MAX) {
        refusals.add(wanted.toString());
      }
      log.warn("{} may not {}", user.name(), wanted);
      throw ApiFault.forbidden(
          wanted.group(),
          wanted.resource(),
          wanted.name(),
          "User \"" + user.name() + "\" cannot " + wanted);
    }
    uses.add(wanted.toString());
  }
}
