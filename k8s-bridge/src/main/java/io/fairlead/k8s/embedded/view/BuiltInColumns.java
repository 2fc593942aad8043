package io.fairlead.k8s.embedded.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.k8s.embedded.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.ToIntFunction;

/** The columns after the name, for each built-in kind. */
final class BuiltInColumns {
  private static final String NONE = "<none>";

  private BuiltInColumns() {}

  static List<Column> of(String kind, Column age, Instant now) {
    return switch (kind) {
      case "Service" -> services(age);
      case "Node" -> nodes(age);
      case "Event" -> events(now);
      case "Deployment" -> deployments(age);
      case "Pod" -> pods(age);
      case "Namespace" -> List.of(text("Status", "status", "phase"), age);
      case "ConfigMap" -> List.of(number("Data", BuiltInColumns::dataSize), age);
      case "Secret" ->
          List.of(text("Type", "type"), number("Data", secret -> secret.path("data").size()), age);
      case "ServiceAccount" -> List.of(number("Secrets", a -> a.path("secrets").size()), age);
      case "Endpoints" -> List.of(Column.text("Endpoints", BuiltInColumns::endpoints), age);
      case "EndpointSlice" -> slices(age);
      case "Lease" -> List.of(text("Holder", "spec", "holderIdentity"), age);
      case "CustomResourceDefinition", "Role", "ClusterRole" ->
          List.of(Column.text("Created At", o -> Json.text(o, "metadata", "creationTimestamp")));
      case "RoleBinding", "ClusterRoleBinding" ->
          List.of(
              Column.text(
                  "Role",
                  o -> Json.text(o, "roleRef", "kind") + "/" + Json.text(o, "roleRef", "name")),
              age);
      default -> List.of(age);
    };
  }

  private static List<Column> services(Column age) {
    return List.of(
        text("Type", "spec", "type"),
        Column.text("Cluster-IP", service -> orNone(Json.text(service, "spec", "clusterIP"))),
        Column.text("External-IP", BuiltInColumns::externalIp),
        Column.text("Port(s)", BuiltInColumns::servicePorts),
        age,
        Column.wide("Selector", service -> pairs(Json.at(service, "spec", "selector"))));
  }

  private static String externalIp(ObjectNode service) {
    List<String> ips = texts(Json.at(service, "spec", "externalIPs"));
    return switch (Json.text(service, "spec", "type")) {
      case "ExternalName" -> Json.text(service, "spec", "externalName");
      case "LoadBalancer" -> {
        List<String> all = new ArrayList<>();
        for (JsonNode ingress : Json.at(service, "status", "loadBalancer", "ingress")) {
          String ip = Json.text(ingress, "ip");
          all.add(ip.isEmpty() ? Json.text(ingress, "hostname") : ip);
        }
        all.addAll(ips);
        yield all.isEmpty() ? "<pending>" : String.join(",", all);
      }
      default -> orNone(String.join(",", ips));
    };
  }

  private static String servicePorts(ObjectNode service) {
    StringJoiner ports = new StringJoiner(",");
    for (JsonNode port : Json.at(service, "spec", "ports")) {
      String node = port.path("nodePort").asInt() > 0 ? ":" + port.path("nodePort").asInt() : "";
      ports.add(port.path("port").asInt() + node + "/" + Json.text(port, "protocol"));
    }
    return orNone(ports.toString());
  }

  private static List<Column> nodes(Column age) {
    return List.of(
        Column.text("Status", BuiltInColumns::nodeStatus),
        Column.text("Roles", BuiltInColumns::nodeRoles),
        age,
        text("Version", "status", "nodeInfo", "kubeletVersion"),
        Column.wide("Internal-IP", node -> nodeAddress(node, "InternalIP")),
        Column.wide("External-IP", node -> nodeAddress(node, "ExternalIP")),
        wide("OS-Image", "status", "nodeInfo", "osImage"),
        wide("Kernel-Version", "status", "nodeInfo", "kernelVersion"),
        wide("Container-Runtime", "status", "nodeInfo", "containerRuntimeVersion"));
  }

  private static String nodeStatus(ObjectNode node) {
    String status = "Unknown";
    for (JsonNode condition : Json.at(node, "status", "conditions")) {
      if (Json.text(condition, "type").equals("Ready")) {
        status = Json.text(condition, "status").equals("True") ? "Ready" : "NotReady";
      }
    }
    boolean closed = Json.at(node, "spec", "unschedulable").asBoolean();
    return closed ? status + ",SchedulingDisabled" : status;
  }

  private static String nodeRoles(ObjectNode node) {
    String prefix = "node-role.kubernetes.io/";
    StringJoiner roles = new StringJoiner(",");
    Json.at(node, "metadata", "labels")
        .fieldNames()
        .forEachRemaining(
            label -> {
              if (label.startsWith(prefix)) {
                roles.add(label.substring(prefix.length()));
              }
            });
    return orNone(roles.toString());
  }

  private static String nodeAddress(ObjectNode node, String type) {
    for (JsonNode address : Json.at(node, "status", "addresses")) {
      if (Json.text(address, "type").equals(type)) {
        return Json.text(address, "address");
      }
    }
    return NONE;
  }

  private static List<Column> events(Instant now) {
    return List.of(
        Column.text("Last Seen", event -> Ages.since(lastSeen(event), now)),
        text("Type", "type"),
        text("Reason", "reason"),
        Column.text(
            "Object",
            event ->
                Json.text(event, "involvedObject", "kind").toLowerCase(Locale.ROOT)
                    + "/"
                    + Json.text(event, "involvedObject", "name")),
        wide("Source", "source", "component"),
        Column.text("Message", event -> Json.text(event, "message").trim()),
        Column.wide("First Seen", event -> Ages.since(firstSeen(event), now)),
        Column.wide("Count", event -> Integer.toString(Math.max(1, event.path("count").asInt()))),
        Column.wide("Name", event -> Json.text(event, "metadata", "name")));
  }

  private static String lastSeen(ObjectNode event) {
    String last = Json.text(event, "lastTimestamp");
    return last.isEmpty() ? firstSeen(event) : last;
  }

  private static String firstSeen(ObjectNode event) {
    String first = Json.text(event, "firstTimestamp");
    first = first.isEmpty() ? Json.text(event, "eventTime") : first;
    return first.isEmpty() ? Json.text(event, "metadata", "creationTimestamp") : first;
  }

  private static List<Column> deployments(Column age) {
    return List.of(
        Column.text(
            "Ready",
            d ->
                Json.at(d, "status", "readyReplicas").asInt()
                    + "/"
                    + Json.at(d, "spec", "replicas").asInt()),
        number("Up-to-date", d -> Json.at(d, "status", "updatedReplicas").asInt()),
        number("Available", d -> Json.at(d, "status", "availableReplicas").asInt()),
        age,
        Column.wide("Containers", d -> containers(d, "name")),
        Column.wide("Images", d -> containers(d, "image")),
        Column.wide("Selector", d -> pairs(Json.at(d, "spec", "selector", "matchLabels"))));
  }

  private static String containers(ObjectNode deployment, String field) {
    StringJoiner names = new StringJoiner(",");
    Json.at(deployment, "spec", "template", "spec", "containers")
        .forEach(container -> names.add(Json.text(container, field)));
    return names.toString();
  }

  private static List<Column> pods(Column age) {
    return List.of(
        Column.text("Ready", BuiltInColumns::podReady),
        text("Status", "status", "phase"),
        Column.text("Restarts", pod -> "0"),
        age,
        Column.wide("IP", pod -> orNone(Json.text(pod, "status", "podIP"))),
        Column.wide("Node", pod -> orNone(Json.text(pod, "spec", "nodeName"))));
  }

  private static String podReady(ObjectNode pod) {
    int all = Json.at(pod, "spec", "containers").size();
    boolean ready = false;
    for (JsonNode condition : Json.at(pod, "status", "conditions")) {
      ready |=
          Json.text(condition, "type").equals("Ready")
              && Json.text(condition, "status").equals("True");
    }
    return (ready ? all : 0) + "/" + all;
  }

  private static String endpoints(ObjectNode endpoints) {
    StringJoiner all = new StringJoiner(",");
    for (JsonNode subset : endpoints.path("subsets")) {
      for (JsonNode address : subset.path("addresses")) {
        for (JsonNode port : subset.path("ports")) {
          all.add(Json.text(address, "ip") + ":" + port.path("port").asInt());
        }
      }
    }
    return orNone(all.toString());
  }

  private static List<Column> slices(Column age) {
    return List.of(
        text("AddressType", "addressType"),
        Column.text(
            "Ports",
            slice -> {
              StringJoiner ports = new StringJoiner(",");
              slice.path("ports").forEach(port -> ports.add(Json.text(port, "port")));
              return ports.length() == 0 ? "<unset>" : ports.toString();
            }),
        Column.text(
            "Endpoints",
            slice -> {
              StringJoiner all = new StringJoiner(",");
              slice.path("endpoints").forEach(e -> texts(e.path("addresses")).forEach(all::add));
              return all.length() == 0 ? "<unset>" : all.toString();
            }),
        age);
  }

  private static int dataSize(ObjectNode map) {
    return map.path("data").size() + map.path("binaryData").size();
  }

  private static Column text(String name, String... path) {
    return Column.text(name, object -> Json.text(object, path));
  }

  private static Column wide(String name, String... path) {
    return Column.wide(
        name,
        object -> {
          String value = Json.text(object, path);
          return value.isEmpty() ? "<unknown>" : value;
        });
  }

  private static Column number(String name, ToIntFunction<ObjectNode> cell) {
    return new Column(name, "integer", "", 0, object -> IntNode.valueOf(cell.applyAsInt(object)));
  }

  private static String pairs(JsonNode map) {
    StringJoiner pairs = new StringJoiner(",");
    map.properties().forEach(e -> pairs.add(e.getKey() + "=" + e.getValue().asText()));
    return orNone(pairs.toString());
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  private static String orNone(String text) {
    return text.isEmpty() ? NONE : text;
  }
}
