package io.fairlead.ipam;

import io.fairlead.cluster.ServiceView;
import io.fairlead.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a Service asks for by name, in annotations or {@code spec.loadBalancerIP}.
 *
 * @param addresses in the order given; at most one a family
 * @param fault why the request is invalid, as a sentence; the other parts then mean nothing
 */
record RequestedAddresses(List<IpAddress> addresses, Optional<String> fault) {
  static final String ADDRESSES = "loadBalancerIPs";
  static final String POOL = "address-pool";
  static final String SHARED = "allow-shared-ip";
  private static final String PREFIX = "metallb.io/";
  private static final String OLD_PREFIX = "metallb.universe.tf/";

  RequestedAddresses {
    addresses = List.copyOf(addresses);
  }

  /** The annotation's value; the new prefix wins when present, even when it is empty. */
  static String annotation(ServiceView service, String name) {
    var current = service.annotations().get(PREFIX + name);
    var old = service.annotations().getOrDefault(OLD_PREFIX + name, "");
    return (current == null ? old : current).strip();
  }

  static RequestedAddresses of(ServiceView service) {
    var annotated = annotation(service, ADDRESSES);
    var inSpec = service.loadBalancerIp().strip();
    if (!annotated.isEmpty() && !inSpec.isEmpty()) {
      return invalid(
          "service can not have both metallb.io/loadBalancerIPs and svc.Spec.LoadBalancerIP");
    }
    if (annotated.isEmpty() && inSpec.isEmpty()) {
      return new RequestedAddresses(List.of(), Optional.empty());
    }
    return annotated.isEmpty()
        ? parse("spec.loadBalancerIP", inSpec, List.of(inSpec))
        : parse("metallb.io/loadBalancerIPs:", annotated, List.of(annotated.split(",", -1)));
  }

  private static RequestedAddresses parse(String where, String text, List<String> parts) {
    var addresses = new ArrayList<IpAddress>();
    for (String part : parts) {
      try {
        addresses.add(IpAddress.parse(part.strip()));
      } catch (IllegalArgumentException _) {
        return invalid("invalid " + where + " \"" + text + "\"");
      }
    }
    if (addresses.size() > 2) {
      return invalid("invalid " + where + " \"" + text + "\": more than two addresses");
    }
    if (addresses.stream().map(IpAddress::family).distinct().count() < addresses.size()) {
      return invalid(
          "\"" + addresses.getFirst() + "\" \"" + addresses.getLast() + "\" has the same family");
    }
    return new RequestedAddresses(addresses, Optional.empty());
  }

  private static RequestedAddresses invalid(String fault) {
    return new RequestedAddresses(List.of(), Optional.of(fault));
  }
}
