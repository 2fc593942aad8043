package io.fairlead.k8s.embedded.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.k8s.embedded.json.Json;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The defaults of a Service, and what falls away when its type changes. */
final class ServiceDefaults {
  private static final int AFFINITY_SECONDS = 10_800;
  private static final Set<String> WITH_NODE_PORTS = Set.of("NodePort", "LoadBalancer");

  private ServiceDefaults() {}

  static boolean takesNodePorts(JsonNode spec) {
    String type = Json.text(spec, "type");
    return type.equals("NodePort")
        || (type.equals("LoadBalancer")
            && spec.path("allocateLoadBalancerNodePorts").asBoolean(true));
  }

  static boolean external(JsonNode spec) {
    return Json.text(spec, "type").equals("ExternalName");
  }

  static boolean loadBalancer(JsonNode spec) {
    return Json.text(spec, "type").equals("LoadBalancer");
  }

  static boolean takesHealthCheckPort(JsonNode spec) {
    return loadBalancer(spec) && Json.text(spec, "externalTrafficPolicy").equals("Local");
  }

  static void fill(ObjectNode service, @Nullable ObjectNode before) {
    ObjectNode spec = Json.child(service, "spec");
    Json.setDefault(spec, "sessionAffinity", "None");
    Json.setDefault(spec, "type", "ClusterIP");
    if (Json.text(spec, "sessionAffinity").equals("ClientIP")) {
      ObjectNode clientIp = Json.child(Json.child(spec, "sessionAffinityConfig"), "clientIP");
      if (!clientIp.has("timeoutSeconds")) {
        clientIp.put("timeoutSeconds", AFFINITY_SECONDS);
      }
    } else {
      spec.remove("sessionAffinityConfig");
    }
    for (JsonNode item : spec.path("ports")) {
      if (item instanceof ObjectNode port) {
        Json.setDefault(port, "protocol", "TCP");
        JsonNode target = port.path("targetPort");
        if (!Json.present(target) || (target.isInt() && target.asInt() == 0)) {
          Json.copy(port, "targetPort", port.path("port"));
        }
      }
    }
    if (before != null) {
      keepAllocated(spec, before.path("spec"));
      dropForeign(service, spec, before.path("spec"));
    }
    if (WITH_NODE_PORTS.contains(Json.text(spec, "type"))) {
      Json.setDefault(spec, "externalTrafficPolicy", "Cluster");
    }
    if (!external(spec)) {
      Json.setDefault(spec, "internalTrafficPolicy", "Cluster");
    }
    if (loadBalancer(spec) && !spec.has("allocateLoadBalancerNodePorts")) {
      spec.put("allocateLoadBalancerNodePorts", true);
    }
  }

  /** A client that puts an object without the allocated values means to keep them. */
  private static void keepAllocated(ObjectNode spec, JsonNode before) {
    if (!external(spec) && !external(before)) {
      if (!Json.present(spec.path("clusterIP")) && !Json.present(spec.path("clusterIPs"))) {
        for (String name : new String[] {"clusterIP", "clusterIPs"}) {
          Json.copy(spec, name, before.path(name));
        }
      }
      for (String name : new String[] {"ipFamilies", "ipFamilyPolicy"}) {
        if (!Json.present(spec.path(name))) {
          Json.copy(spec, name, before.path(name));
        }
      }
    }
    if (takesNodePorts(spec) && takesNodePorts(before)) {
      for (JsonNode item : spec.path("ports")) {
        JsonNode old = samePort(before.path("ports"), item);
        if (item instanceof ObjectNode port
            && port.path("nodePort").asInt() == 0
            && old.has("nodePort")) {
          port.set("nodePort", old.path("nodePort"));
        }
      }
    }
    if (takesHealthCheckPort(spec)
        && takesHealthCheckPort(before)
        && spec.path("healthCheckNodePort").asInt() == 0) {
      Json.copy(spec, "healthCheckNodePort", before.path("healthCheckNodePort"));
    }
  }

  /** Values that only the old type had, and that the client merely sent back, fall away. */
  private static void dropForeign(ObjectNode service, ObjectNode spec, JsonNode before) {
    if (external(spec) && !external(before)) {
      for (String name : new String[] {"clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"}) {
        dropIfSame(spec, before, name);
      }
    }
    if (!takesNodePorts(spec) && !Json.text(spec, "type").equals("LoadBalancer")) {
      for (JsonNode item : spec.path("ports")) {
        if (item instanceof ObjectNode port
            && port.path("nodePort")
                .equals(samePort(before.path("ports"), port).path("nodePort"))) {
          port.remove("nodePort");
        }
      }
    }
    if (!takesHealthCheckPort(spec)) {
      dropIfSame(spec, before, "healthCheckNodePort");
    }
    if (!loadBalancer(spec)) {
      dropIfSame(spec, before, "allocateLoadBalancerNodePorts");
      dropIfSame(spec, before, "loadBalancerClass");
      if (loadBalancer(before)) {
        Json.child(service, "status").putObject("loadBalancer");
      }
    }
    if (!WITH_NODE_PORTS.contains(Json.text(spec, "type"))) {
      dropIfSame(spec, before, "externalTrafficPolicy");
    }
  }

  private static void dropIfSame(ObjectNode spec, JsonNode before, String name) {
    if (spec.path(name).equals(before.path(name))) {
      spec.remove(name);
    }
  }

  private static JsonNode samePort(JsonNode ports, JsonNode wanted) {
    if (ports instanceof ArrayNode list) {
      for (JsonNode port : list) {
        if (port.path("port").equals(wanted.path("port"))
            && port.path("protocol").equals(wanted.path("protocol"))) {
          return port;
        }
      }
    }
    return Json.object();
  }
}
