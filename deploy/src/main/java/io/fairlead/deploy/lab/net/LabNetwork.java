package io.fairlead.deploy.lab.net;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fairlead.net.IpAddress;
import io.fairlead.net.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes, changes and removes the network of one lab with {@code ip}. All of it is blocking and
 * takes milliseconds. Safe to call from several threads, as the kernel does the ordering.
 */
public final class LabNetwork {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LabPlan plan;
  private final String ip;

  public LabNetwork(LabPlan plan) {
    this.plan = plan;
    this.ip = HostTools.require("ip");
  }

  public LabPlan plan() {
    return plan;
  }

  /** Makes everything. On failure what was made so far is removed again. */
  public void up() {
    try {
      batch(
          List.of(ip, "-batch", "-"),
          plan.places().stream().map(p -> "netns add " + plan.name().namespace(p)).toList());
      List<NetworkScript> scripts = NetworkScript.of(plan);
      scripts.forEach(this::applySysctls);
      scripts.forEach(script -> ipLines(script.place(), script.ipLines()));
    } catch (LabException e) {
      remove(plan.name());
      throw e;
    }
  }

  /** Removes everything, whatever is there of it. */
  public void down() {
    remove(plan.name());
  }

  /** Pulls the node's cable out of the switch. */
  public void cut(LabNode node) {
    ipLines(LabPlan.LAN, List.of("link set %s down".formatted(node.port())));
  }

  /** Has the switch drop all that comes from or goes to the node; its link shows nothing of it. */
  public void silence(LabNode node) {
    nft(
        LabPlan.LAN,
        List.of(
            "add table bridge " + node.place(),
            "add chain bridge %s cut { type filter hook forward priority 0 ; }"
                .formatted(node.place()),
            "add rule bridge %s cut iifname %s drop".formatted(node.place(), node.port()),
            "add rule bridge %s cut oifname %s drop".formatted(node.place(), node.port())));
  }

  /** Undoes {@link #cut} and {@link #silence}. */
  public void heal(LabNode node) {
    // Added first, so that there is always one to delete.
    nft(
        LabPlan.LAN,
        List.of("add table bridge " + node.place(), "delete table bridge " + node.place()));
    ipLines(LabPlan.LAN, List.of("link set %s up".formatted(node.port())));
  }

  private void nft(String place, List<String> lines) {
    HostCommand.run(
        inside(place, List.of(HostTools.require("nft"), "-f", "-")),
        String.join("\n", lines) + "\n");
  }

  /** Whether the node's cable is in. */
  public boolean connected(LabNode node) {
    JsonNode links = json("-n", plan.name().namespace(LabPlan.LAN), "link", "show", node.port());
    for (JsonNode flag : links.path(0).path("flags")) {
      if (flag.asText().equals("UP")) {
        return true;
      }
    }
    return false;
  }

  /** Runs lines of {@code ip -batch} inside the namespace of one place. */
  public void ipLines(String place, List<String> lines) {
    batch(List.of(ip, "-n", plan.name().namespace(place), "-batch", "-"), lines);
  }

  /** The MAC that the client has for this address in its neighbour table, if it has one. */
  public Optional<MacAddress> neighbour(IpAddress address) {
    JsonNode entries =
        json("-n", plan.name().namespace(LabPlan.CLIENT), "neigh", "show", address.toString());
    for (JsonNode entry : entries) {
      JsonNode mac = entry.path("lladdr");
      if (mac.isTextual()) {
        return Optional.of(MacAddress.parse(mac.asText()));
      }
    }
    return Optional.empty();
  }

  /** The command line that runs this command in the namespace of one place. */
  public List<String> inside(String place, List<String> command) {
    var whole = new ArrayList<>(List.of(ip, "netns", "exec", plan.name().namespace(place)));
    whole.addAll(command);
    return List.copyOf(whole);
  }

  /** The names of all namespaces on this machine that belong to this lab. */
  public static List<String> namespacesOf(LabName name) {
    var found = new ArrayList<String>();
    String listing = HostCommand.run(List.of(HostTools.require("ip"), "netns", "list"), "");
    for (String line : listing.lines().toList()) {
      String namespace = line.strip().split(" ", 2)[0];
      if (namespace.startsWith(name.prefix())) {
        found.add(namespace);
      }
    }
    return List.copyOf(found);
  }

  /** The processes that run in the namespaces of this lab, whoever started them. */
  public static List<Long> processesIn(LabName name) {
    var pids = new ArrayList<Long>();
    for (String namespace : namespacesOf(name)) {
      var outcome =
          HostCommand.attempt(List.of(HostTools.require("ip"), "netns", "pids", namespace), "");
      outcome.output().lines().map(String::strip).map(Long::parseLong).forEach(pids::add);
    }
    return List.copyOf(pids);
  }

  /** Removes every namespace of this lab, and with them their links. */
  public static void remove(LabName name) {
    String ip = HostTools.require("ip");
    for (String namespace : namespacesOf(name)) {
      if (namespace.equals(name.namespace(LabPlan.LAN))) {
        // A socket that is still open keeps a namespace alive without a name; without the switch
        // it at least reaches nobody.
        HostCommand.attempt(List.of(ip, "-n", namespace, "link", "delete", "br0"), "");
      }
      HostCommand.attempt(List.of(ip, "netns", "delete", namespace), "");
    }
  }

  private void applySysctls(NetworkScript script) {
    var shell = new StringBuilder("set -e\n");
    for (String sysctl : script.sysctls()) {
      int equals = sysctl.indexOf('=');
      String path = sysctl.substring(0, equals);
      String value = sysctl.substring(equals + 1);
      // A kernel without IPv6 has no such file, and needs no such setting.
      shell.append("f=/proc/sys/net/%s; [ ! -e $f ] || echo %s > $f\n".formatted(path, value));
    }
    HostCommand.run(inside(script.place(), List.of("/bin/sh", "-s")), shell.toString());
  }

  private JsonNode json(String... arguments) {
    var command = new ArrayList<>(List.of(ip, "-j"));
    command.addAll(List.of(arguments));
    String output = HostCommand.run(command, "").strip();
    try {
      return JSON.readTree(output.isEmpty() ? "[]" : output);
    } catch (JsonProcessingException e) {
      throw new LabException(LabExit.SCENARIO_FAILED, "cannot read what 'ip' says: " + output, e);
    }
  }

  private static void batch(List<String> command, List<String> lines) {
    HostCommand.run(command, String.join("\n", lines) + "\n");
  }
}
