package io.fairlead.deploy.lab.net;

import io.fairlead.net.IpAddress;
import io.fairlead.net.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What one lab consists of: its places, their addresses and MACs. Pure; the same every time. */
public record LabPlan(LabName name, int nodeCount) {
  /** The switch. */
  public static final String LAN = "lan";

  /** The person's machine on the LAN. */
  public static final String CLIENT = "client";

  /** The LAN's router. */
  public static final String ROUTER = "router";

  /** Where the controller runs. */
  public static final String CONTROLLER = "ctl";

  /** The machine itself, outside every namespace of the lab. */
  public static final String HOST = "host";

  public static final String LAN_PREFIX = "192.168.120.0/24";
  public static final IpAddress CLIENT_ADDRESS = IpAddress.parse("192.168.120.50");
  public static final IpAddress ROUTER_ADDRESS = IpAddress.parse("192.168.120.1");
  public static final IpAddress CONTROLLER_ADDRESS = IpAddress.parse("192.168.120.5");

  public LabPlan {
    if (nodeCount < 1 || nodeCount > LabNode.NUMBER_MAX) {
      throw LabException.usage(
          "a lab has 1 to %d nodes, not %d".formatted(LabNode.NUMBER_MAX, nodeCount));
    }
  }

  public List<LabNode> nodes() {
    return IntStream.rangeClosed(1, nodeCount).mapToObj(LabNode::new).toList();
  }

  /** The node with this name, such as {@code node-2}. */
  public LabNode node(String nodeName) {
    return nodes().stream()
        .filter(node -> node.name().value().equals(nodeName))
        .findFirst()
        .orElseThrow(
            () ->
                LabException.usage(
                    "there is no node '%s' in this lab; it has node-1 to node-%d"
                        .formatted(nodeName, nodeCount)));
  }

  /** The node that this MAC belongs to. */
  public Optional<LabNode> nodeOf(MacAddress mac) {
    return nodes().stream().filter(node -> node.mac().equals(mac)).findFirst();
  }

  /** Every place, in the order in which they are made. */
  public List<String> places() {
    var places = new ArrayList<>(List.of(LAN, ROUTER, CLIENT, CONTROLLER));
    for (LabNode node : nodes()) {
      places.add(node.place());
      places.add(node.podPlace());
    }
    return List.copyOf(places);
  }

  /** The place a person means: {@code node-2} is accepted for {@code n2}. */
  public String place(String word) {
    if (word.equals(HOST) || places().contains(word)) {
      return word;
    }
    if (word.startsWith("node-")) {
      return node(word).place();
    }
    throw LabException.usage(
        "there is no place '%s' in this lab; there are %s, %s"
            .formatted(word, HOST, String.join(", ", places())));
  }

  /** Locally administered; the last octet spells the host number in decimal digits. */
  static MacAddress mac(int hostNumber) {
    return MacAddress.parse("02:00:00:00:00:%02d".formatted(hostNumber));
  }
}
