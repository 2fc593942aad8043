package io.fairlead.k8s.embedded.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.k8s.embedded.http.ApiFault;
import io.fairlead.k8s.embedded.http.ApiFault.Cause;
import io.fairlead.k8s.embedded.json.Json;
import io.fairlead.k8s.embedded.store.Change;
import io.fairlead.k8s.embedded.store.ObjectName;
import io.fairlead.net.IpAddress;
import io.fairlead.net.IpPrefix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gives out cluster addresses and node ports. What is in use follows from the Services stored (it
 * listens to the store), so a dry run or a refused write takes nothing. Used inside the store's
 * lock only.
 */
public final class ServiceAllocations {
  /** The resource whose changes it follows. */
  public static final String SERVICES = "services.";

  private static final IpPrefix IPV4_RANGE = IpPrefix.parse("10.96.0.0/16");
  private static final IpPrefix IPV6_RANGE = IpPrefix.parse("fd00:10:96::/112");

  /** The first ones are where clusters keep their own API and DNS. */
  private static final int FIRST_HOST = 11;

  private static final int LAST_HOST = 65_534;
  private static final int FIRST_NODE_PORT = 30_000;
  private static final int LAST_NODE_PORT = 32_767;

  private final Map<String, ObjectName> addresses = new HashMap<>();
  private final Map<Integer, ObjectName> ports = new HashMap<>();
  private int nextHost = FIRST_HOST;
  private int nextPort = FIRST_NODE_PORT;

  /** Follows the store. */
  public void follow(Change change) {
    if (!change.resource().equals(SERVICES)) {
      return;
    }
    if (change.before() != null) {
      addressesOf(change.before()).forEach(ip -> addresses.remove(ip, change.name()));
      portsOf(change.before()).forEach(port -> ports.remove(port, change.name()));
    }
    if (change.after() != null) {
      addressesOf(change.after()).forEach(ip -> addresses.put(ip, change.name()));
      portsOf(change.after()).forEach(port -> ports.put(port, change.name()));
    }
  }

  void allocate(ObjectNode service, List<Cause> causes) {
    ObjectName owner =
        new ObjectName(
            Json.text(service, "metadata", "namespace"), Json.text(service, "metadata", "name"));
    ObjectNode spec = Json.child(service, "spec");
    if (!ServiceDefaults.external(spec)) {
      clusterAddresses(spec, owner, causes);
    }
    nodePorts(spec, owner, causes);
  }

  private void clusterAddresses(ObjectNode spec, ObjectName owner, List<Cause> causes) {
    List<String> ips = texts(spec.path("clusterIPs"));
    String single = Json.text(spec, "clusterIP");
    if (ips.isEmpty() && !single.isEmpty()) {
      ips.add(single);
    }
    boolean headless = ips.contains("None");
    List<String> families = families(spec, ips, headless, causes);
    if (!headless) {
      while (ips.size() > families.size()) {
        ips.removeLast();
      }
      for (int i = 0; i < families.size(); i++) {
        if (i < ips.size()) {
          requested(ips.get(i), families.get(i), "spec.clusterIPs[" + i + "]", owner, causes);
        } else {
          ips.add(freeAddress(families.get(i)));
        }
      }
    }
    spec.put("clusterIP", ips.isEmpty() ? "None" : ips.getFirst());
    ArrayNode list = spec.putArray("clusterIPs");
    ips.forEach(list::add);
    ArrayNode familyList = spec.putArray("ipFamilies");
    families.forEach(familyList::add);
  }

  /** The families in order, as the policy, the families and the addresses asked for say. */
  private static List<String> families(
      ObjectNode spec, List<String> ips, boolean headless, List<Cause> causes) {
    List<String> families = texts(spec.path("ipFamilies"));
    if (families.isEmpty()) {
      ips.stream()
          .filter(ip -> !ip.equals("None"))
          .forEach(ip -> families.add(ip.contains(":") ? "IPv6" : "IPv4"));
    }
    if (!Json.present(spec.path("ipFamilyPolicy"))) {
      boolean selectorless = headless && !Json.present(spec.path("selector"));
      boolean both = families.size() > 1 || selectorless;
      spec.put("ipFamilyPolicy", both ? "RequireDualStack" : "SingleStack");
    }
    if (families.isEmpty()) {
      families.add("IPv4");
    }
    if (Json.text(spec, "ipFamilyPolicy").equals("SingleStack")) {
      while (families.size() > 1) {
        families.removeLast();
      }
    } else if (families.size() == 1) {
      families.add(families.getFirst().equals("IPv4") ? "IPv6" : "IPv4");
    }
    for (int i = 0; i < families.size(); i++) {
      if (!List.of("IPv4", "IPv6").contains(families.get(i))) {
        String field = "spec.ipFamilies[" + i + "]";
        causes.add(Cause.unsupported(field, families.get(i), List.of("IPv4", "IPv6")));
      }
    }
    return families;
  }

  private void requested(
      String ip, String family, String field, ObjectName owner, List<Cause> causes) {
    try {
      IpAddress address = IpAddress.parse(ip);
      IpPrefix range = family.equals("IPv6") ? IPV6_RANGE : IPV4_RANGE;
      ObjectName holder = addresses.get(ip);
      if (!range.contains(address)) {
        causes.add(
            Cause.invalid(
                field,
                ip,
                "failed to allocate IP " + ip + ": the provided network does not match the range"));
      } else if (holder != null && !holder.equals(owner)) {
        causes.add(
            Cause.invalid(
                field, ip, "failed to allocate IP " + ip + ": provided IP is already allocated"));
      }
    } catch (IllegalArgumentException e) {
      causes.add(
          Cause.invalid(
              field, ip, "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"));
    }
  }

  private String freeAddress(String family) {
    for (int tries = FIRST_HOST; tries <= LAST_HOST; tries++) {
      int host = nextHost;
      nextHost = host == LAST_HOST ? FIRST_HOST : host + 1;
      String ip =
          family.equals("IPv6")
              ? "fd00:10:96::" + Integer.toHexString(host)
              : "10.96." + (host >> 8) + "." + (host & 0xff);
      if (!addresses.containsKey(ip)) {
        return ip;
      }
    }
    throw ApiFault.internal("range is full");
  }

  private void nodePorts(ObjectNode spec, ObjectName owner, List<Cause> causes) {
    boolean takes = ServiceDefaults.takesNodePorts(spec);
    Map<Integer, Integer> sharedByPort = new HashMap<>();
    Set<Integer> taken = new HashSet<>();
    JsonNode list = spec.path("ports");
    for (int i = 0; i < list.size(); i++) {
      ObjectNode port = (ObjectNode) list.get(i);
      int asked = port.path("nodePort").asInt();
      if (asked != 0) {
        requested(asked, "spec.ports[" + i + "].nodePort", owner, causes);
        taken.add(asked);
        sharedByPort.put(port.path("port").asInt(), asked);
      }
    }
    for (JsonNode item : list) {
      if (takes && item instanceof ObjectNode port && port.path("nodePort").asInt() == 0) {
        // One number for TCP and UDP on the same port, as a real API server gives.
        int given =
            sharedByPort.computeIfAbsent(port.path("port").asInt(), ignored -> freePort(taken));
        taken.add(given);
        port.put("nodePort", given);
      } else if (item instanceof ObjectNode port && port.path("nodePort").asInt() == 0) {
        port.remove("nodePort");
      }
    }
    if (ServiceDefaults.takesHealthCheckPort(spec)) {
      int asked = spec.path("healthCheckNodePort").asInt();
      if (asked == 0) {
        spec.put("healthCheckNodePort", freePort(taken));
      } else {
        requested(asked, "spec.healthCheckNodePort", owner, causes);
      }
    }
  }

  private void requested(int port, String field, ObjectName owner, List<Cause> causes) {
    ObjectName holder = ports.get(port);
    if (port < FIRST_NODE_PORT || port > LAST_NODE_PORT) {
      causes.add(
          Cause.invalid(
              field,
              port,
              "provided port is not in the valid range. The range of valid ports is 30000-32767"));
    } else if (holder != null && !holder.equals(owner)) {
      causes.add(Cause.invalid(field, port, "provided port is already allocated"));
    }
  }

  private int freePort(Set<Integer> taken) {
    for (int tries = FIRST_NODE_PORT; tries <= LAST_NODE_PORT; tries++) {
      int port = nextPort;
      nextPort = port == LAST_NODE_PORT ? FIRST_NODE_PORT : port + 1;
      if (!ports.containsKey(port) && !taken.contains(port)) {
        return port;
      }
    }
    throw ApiFault.internal("range is full");
  }

  private static List<String> addressesOf(ObjectNode service) {
    List<String> ips = texts(Json.at(service, "spec", "clusterIPs"));
    ips.remove("None");
    return ips;
  }

  private static List<Integer> portsOf(ObjectNode service) {
    List<Integer> used = new ArrayList<>();
    Json.at(service, "spec", "ports").forEach(port -> used.add(port.path("nodePort").asInt()));
    used.add(Json.at(service, "spec", "healthCheckNodePort").asInt());
    used.removeIf(port -> port == 0);
    return used;
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(item -> texts.add(item.asText()));
    return texts;
  }
}
