package io.fairlead.ipam;

import io.fairlead.cluster.ServicePort;
import io.fairlead.cluster.ServiceView;
import io.fairlead.cluster.TrafficPolicy;
import java.util.List;
import java.util.Optional;

/**
 * The terms on which a Service shares its address with others. Two Services may hold one address
 * when both have the same sharing key, the same backend key, and no port of one protocol in common.
 *
 * @param key from the annotation {@code metallb.io/allow-shared-ip}; empty: shares with nobody
 * @param backend empty for external traffic policy Cluster, the pod selector as text for Local:
 *     then traffic for both arrives only on nodes that have the pods of both
 * @param ports what the Service serves, sorted; empty when it shares with nobody
 */
public record Sharing(String key, String backend, List<ServicePort> ports) {
  public static final Sharing NONE = new Sharing("", "", List.of());

  /** Why two Services may not hold one address. */
  public record Clash(RejectReason reason, String why) {}

  public Sharing {
    ports = ports.stream().distinct().sorted().toList();
  }

  /** The terms of a Service; without a key nothing of the rest counts. */
  public static Sharing of(ServiceView service) {
    var key = RequestedAddresses.annotation(service, RequestedAddresses.SHARED);
    if (key.isEmpty()) {
      return NONE;
    }
    String backend = service.trafficPolicy() == TrafficPolicy.LOCAL ? service.podSelector() : "";
    return new Sharing(key, backend, service.ports());
  }

  public boolean isAllowed() {
    return !key.isEmpty();
  }

  /** What keeps a newcomer of these terms from the address of a holder; empty when nothing does. */
  public Optional<Clash> clashWith(Sharing holder) {
    if (!holder.isAllowed()) {
      return clash(RejectReason.ADDRESS_IN_USE, "existing service does not allow sharing");
    }
    if (!isAllowed()) {
      return clash(RejectReason.ADDRESS_IN_USE, "new service does not allow sharing");
    }
    if (!key.equals(holder.key)) {
      return clash(
          RejectReason.SHARING_KEY_MISMATCH,
          "sharing key \"%s\" does not match existing sharing key \"%s\""
              .formatted(key, holder.key));
    }
    if (!backend.equals(holder.backend)) {
      return clash(
          RejectReason.BACKEND_KEY_MISMATCH,
          "backend key \"%s\" does not match existing backend key \"%s\""
              .formatted(backend, holder.backend));
    }
    return ports.stream()
        .filter(holder.ports::contains)
        .findFirst()
        .flatMap(port -> clash(RejectReason.PORT_IN_USE, port.toString()));
  }

  private static Optional<Clash> clash(RejectReason reason, String why) {
    return Optional.of(new Clash(reason, why));
  }
}
