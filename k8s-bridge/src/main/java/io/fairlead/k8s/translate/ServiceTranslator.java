package io.fairlead.k8s.translate;

import static io.fairlead.k8s.translate.ObjectText.orEmpty;

import io.fabric8.kubernetes.api.model.LoadBalancerIngress;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fairlead.cluster.IpFamilyPolicy;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.cluster.ServicePort;
import io.fairlead.cluster.ServiceView;
import io.fairlead.cluster.TrafficPolicy;
import io.fairlead.net.IpAddress;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Service to {@link ServiceView}. */
public final class ServiceTranslator {
  private static final List<String> ANNOTATION_PREFIXES =
      List.of("metallb.io/", "metallb.universe.tf/", "fairlead.io/");

  private ServiceTranslator() {}

  /**
   * The view, or empty when the Service is not ours: not of type LoadBalancer, or of another class.
   *
   * @param loadBalancerClass empty: only Services without a class are ours
   */
  public static Optional<ServiceView> translate(
      Service service, Optional<String> loadBalancerClass) {
    var spec = service.getSpec();
    var meta = ObjectText.meta(service);
    boolean named = !orEmpty(meta.getName()).isEmpty() && !orEmpty(meta.getNamespace()).isEmpty();
    if (spec == null || !named || !isOurs(spec, loadBalancerClass)) {
      return Optional.empty();
    }
    return Optional.of(
        new ServiceView(
            new ServiceKey(meta.getNamespace(), meta.getName()),
            clusterIps(spec),
            familyPolicy(spec.getIpFamilyPolicy()),
            statusAddresses(service),
            "Local".equals(spec.getExternalTrafficPolicy())
                ? TrafficPolicy.LOCAL
                : TrafficPolicy.CLUSTER,
            ports(spec),
            podSelector(spec),
            ObjectText.labels(service),
            annotations(service),
            orEmpty(spec.getLoadBalancerIP()),
            ObjectText.createdAtEpochMillis(service)));
  }

  private static boolean isOurs(ServiceSpec spec, Optional<String> loadBalancerClass) {
    return "LoadBalancer".equals(spec.getType())
        && orEmpty(spec.getLoadBalancerClass()).equals(loadBalancerClass.orElse(""));
  }

  private static List<IpAddress> clusterIps(ServiceSpec spec) {
    var listed = orEmpty(spec.getClusterIPs());
    return AddressText.parseAll(listed.isEmpty() ? List.of(orEmpty(spec.getClusterIP())) : listed);
  }

  private static IpFamilyPolicy familyPolicy(@Nullable String text) {
    return switch (orEmpty(text)) {
      case "PreferDualStack" -> IpFamilyPolicy.PREFER_DUAL_STACK;
      case "RequireDualStack" -> IpFamilyPolicy.REQUIRE_DUAL_STACK;
      default -> IpFamilyPolicy.SINGLE_STACK;
    };
  }

  /** What the status shows now; entries with only a host name are not ours and are skipped. */
  public static List<IpAddress> statusAddresses(Service service) {
    var status = service.getStatus();
    var loadBalancer = status == null ? null : status.getLoadBalancer();
    List<LoadBalancerIngress> ingress =
        loadBalancer == null ? List.of() : orEmpty(loadBalancer.getIngress());
    return addresses(ingress.stream().map(entry -> orEmpty(entry.getIp())).toList());
  }

  /** The texts that are addresses, in order; an entry with only a host name has an empty one. */
  public static List<IpAddress> addresses(List<String> texts) {
    return AddressText.parseAll(texts);
  }

  private static List<ServicePort> ports(ServiceSpec spec) {
    return orEmpty(spec.getPorts()).stream()
        .filter(port -> port.getPort() != null)
        .map(
            port ->
                new ServicePort(
                    port.getProtocol() == null ? "TCP" : port.getProtocol(), port.getPort()))
        .toList();
  }

  private static String podSelector(ServiceSpec spec) {
    var selector = spec.getSelector();
    return selector == null
        ? ""
        : ObjectText.withoutNulls(selector).entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining(","));
  }

  private static SortedMap<String, String> annotations(Service service) {
    var all = ObjectText.meta(service).getAnnotations();
    var ours = new TreeMap<String, String>();
    if (all != null) {
      ObjectText.withoutNulls(all)
          .forEach(
              (key, value) -> {
                if (ANNOTATION_PREFIXES.stream().anyMatch(key::startsWith)) {
                  ours.put(key, value);
                }
              });
    }
    return ours;
  }
}
