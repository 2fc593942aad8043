package io.fairlead.k8s.embedded.rules;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.k8s.embedded.http.ApiFault.Cause;
import io.fairlead.k8s.embedded.json.Json;
import io.fairlead.net.IpAddress;
import io.fairlead.net.IpPrefix;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a real API server refuses in a Service. */
final class ServiceCheck {
  private static final List<String> TYPES =
      List.of("ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
  private static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");
  private static final List<String> TRAFFIC_POLICIES = List.of("Cluster", "Local");
  private static final List<String> FAMILY_POLICIES =
      List.of("PreferDualStack", "RequireDualStack", "SingleStack");
  private static final int PORT_MAX = 65_535;

  private final JsonNode spec;
  private final List<Cause> causes;

  private ServiceCheck(JsonNode spec, List<Cause> causes) {
    this.spec = spec;
    this.causes = causes;
  }

  static void check(JsonNode service, @Nullable JsonNode before, List<Cause> causes) {
    Names.checkServiceName(Json.text(service, "metadata", "name"), "metadata.name", causes);
    var check = new ServiceCheck(service.path("spec"), causes);
    check.choice("type", TYPES);
    check.choice("sessionAffinity", List.of("ClientIP", "None"));
    check.choice("externalTrafficPolicy", TRAFFIC_POLICIES);
    check.choice("internalTrafficPolicy", TRAFFIC_POLICIES);
    check.choice("ipFamilyPolicy", FAMILY_POLICIES);
    check.ports();
    check.addresses();
    check.loadBalancerFields();
    if (before != null) {
      check.unchanged(before.path("spec"));
    }
  }

  static void checkStatus(JsonNode service, List<Cause> causes) {
    JsonNode ingress = Json.at(service, "status", "loadBalancer", "ingress");
    String field = "status.loadBalancer.ingress";
    if (!ingress.isEmpty() && !ServiceDefaults.loadBalancer(service.path("spec"))) {
      causes.add(Cause.forbidden(field, "may only be used when `spec.type` is \"LoadBalancer\""));
    }
    for (int i = 0; i < ingress.size(); i++) {
      String at = field + "[" + i + "]";
      String ip = Json.text(ingress.get(i), "ip");
      String hostname = Json.text(ingress.get(i), "hostname");
      if (!ip.isEmpty()) {
        checkIp(ip, at + ".ip", causes);
      }
      if (!hostname.isEmpty()) {
        Names.checkSubdomain(hostname, at + ".hostname", causes);
      }
      String mode = Json.text(ingress.get(i), "ipMode");
      if (!mode.isEmpty() && !List.of("Proxy", "VIP").contains(mode)) {
        causes.add(Cause.unsupported(at + ".ipMode", mode, List.of("Proxy", "VIP")));
      }
    }
  }

  private void choice(String name, List<String> supported) {
    String value = Json.text(spec, name);
    if (!value.isEmpty() && !supported.contains(value)) {
      causes.add(Cause.unsupported("spec." + name, value, supported));
    }
  }

  private void ports() {
    JsonNode ports = spec.path("ports");
    boolean headless = Json.text(spec, "clusterIP").equals("None");
    if (ports.isEmpty() && !headless && !ServiceDefaults.external(spec)) {
      causes.add(Cause.required("spec.ports", ""));
    }
    Set<String> names = new HashSet<>();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < ports.size(); i++) {
      String at = "spec.ports[" + i + "]";
      JsonNode port = ports.get(i);
      String name = Json.text(port, "name");
      if (name.isEmpty() && ports.size() > 1) {
        causes.add(Cause.required(at + ".name", ""));
      } else if (!name.isEmpty()) {
        Names.checkLabel(name, at + ".name", causes);
        if (!names.add(name)) {
          causes.add(Cause.duplicate(at + ".name", name));
        }
      }
      range(port.path("port"), at + ".port");
      if (port.path("targetPort").isNumber()) {
        range(port.path("targetPort"), at + ".targetPort");
      }
      String protocol = Json.text(port, "protocol");
      if (!PROTOCOLS.contains(protocol)) {
        causes.add(Cause.unsupported(at + ".protocol", protocol, PROTOCOLS));
      }
      if (!seen.add(protocol + port.path("port"))) {
        causes.add(Cause.duplicate(at, port));
      }
      if (port.path("nodePort").asInt() != 0
          && !List.of("NodePort", "LoadBalancer").contains(Json.text(spec, "type"))) {
        causes.add(Cause.forbidden(at + ".nodePort", "may not be used when `type` is 'ClusterIP'"));
      }
    }
  }

  private void range(JsonNode port, String field) {
    if (port.asInt() < 1 || port.asInt() > PORT_MAX) {
      causes.add(Cause.invalid(field, port.asInt(), "must be between 1 and 65535, inclusive"));
    }
  }

  private void addresses() {
    JsonNode external = spec.path("externalIPs");
    for (int i = 0; i < external.size(); i++) {
      checkIp(external.get(i).asText(), "spec.externalIPs[" + i + "]", causes);
    }
    JsonNode ranges = spec.path("loadBalancerSourceRanges");
    for (int i = 0; i < ranges.size(); i++) {
      String range = ranges.get(i).asText().trim();
      try {
        IpPrefix.parse(range);
      } catch (IllegalArgumentException e) {
        String field = "spec.loadBalancerSourceRanges[" + i + "]";
        causes.add(
            Cause.invalid(
                field, range, "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"));
      }
    }
    if (ServiceDefaults.external(spec) && Json.text(spec, "externalName").isEmpty()) {
      causes.add(Cause.required("spec.externalName", ""));
    }
  }

  private void loadBalancerFields() {
    String type = Json.text(spec, "type");
    if (Json.present(spec.path("loadBalancerClass")) && !type.equals("LoadBalancer")) {
      causes.add(
          Cause.forbidden(
              "spec.loadBalancerClass", "may only be used when `type` is 'LoadBalancer'"));
    }
    if (spec.has("allocateLoadBalancerNodePorts") && !type.equals("LoadBalancer")) {
      causes.add(
          Cause.forbidden(
              "spec.allocateLoadBalancerNodePorts",
              "may only be used when `type` is 'LoadBalancer'"));
    }
    if (Json.present(spec.path("externalTrafficPolicy"))
        && !List.of("NodePort", "LoadBalancer").contains(type)
        && !Json.present(spec.path("externalIPs"))) {
      causes.add(
          Cause.invalid(
              "spec.externalTrafficPolicy",
              Json.text(spec, "externalTrafficPolicy"),
              "may only be set for externally-accessible services"));
    }
    if (spec.path("healthCheckNodePort").asInt() != 0
        && !ServiceDefaults.takesHealthCheckPort(spec)) {
      causes.add(
          Cause.invalid(
              "spec.healthCheckNodePort",
              spec.path("healthCheckNodePort").asInt(),
              "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is"
                  + " 'Local'"));
    }
  }

  private void unchanged(JsonNode before) {
    JsonNode first = spec.path("clusterIPs").path(0);
    JsonNode firstBefore = before.path("clusterIPs").path(0);
    if (Json.present(first)
        && Json.present(firstBefore)
        && !first.equals(firstBefore)
        && !ServiceDefaults.external(before)) {
      causes.add(Cause.invalid("spec.clusterIPs[0]", first.asText(), "may not change once set"));
    }
    if (ServiceDefaults.loadBalancer(spec)
        && ServiceDefaults.loadBalancer(before)
        && !spec.path("loadBalancerClass").equals(before.path("loadBalancerClass"))) {
      causes.add(
          Cause.invalid(
              "spec.loadBalancerClass",
              Json.text(spec, "loadBalancerClass"),
              "may not change once set"));
    }
  }

  private static void checkIp(String ip, String field, List<Cause> causes) {
    try {
      IpAddress.parse(ip);
    } catch (IllegalArgumentException e) {
      causes.add(
          Cause.invalid(
              field, ip, "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"));
    }
  }
}
