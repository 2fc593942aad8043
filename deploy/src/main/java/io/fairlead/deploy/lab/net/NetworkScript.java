package io.fairlead.deploy.lab.net;

import io.fairlead.net.IpAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * What is done inside one namespace to make it what the plan says.
 *
 * @param place whose namespace
 * @param sysctls lines {@code path=value} below {@code /proc/sys/net}, applied before any link is
 *     made
 * @param ipLines commands for {@code ip -batch}
 */
public record NetworkScript(String place, List<String> sysctls, List<String> ipLines) {
  private static final int NODE_SIDE_HOST = 1;
  private static final int FIRST_POD_HOST = 2;

  /**
   * No address is probed for duplicates (it would take a second each), no machine is told by a
   * redirect to go around a node, and answers may leave by another way than they came.
   */
  private static final List<String> COMMON =
      List.of(
          "ipv6/conf/all/accept_dad=0",
          "ipv6/conf/default/accept_dad=0",
          "ipv4/conf/all/rp_filter=0",
          "ipv4/conf/default/rp_filter=0",
          "ipv4/conf/all/send_redirects=0",
          "ipv4/conf/default/send_redirects=0",
          "ipv4/conf/all/accept_redirects=0",
          "ipv4/conf/default/accept_redirects=0");

  private static final List<String> FORWARDING =
      List.of("ipv4/ip_forward=1", "ipv6/conf/all/forwarding=1");

  public NetworkScript {
    sysctls = List.copyOf(sysctls);
    ipLines = List.copyOf(ipLines);
  }

  /** The whole network, in the order in which it must be made: the switch first. */
  public static List<NetworkScript> of(LabPlan plan) {
    var scripts = new ArrayList<NetworkScript>();
    scripts.add(lan(plan));
    scripts.add(host(LabPlan.ROUTER, LabPlan.ROUTER_ADDRESS, true));
    scripts.add(client());
    scripts.add(host(LabPlan.CONTROLLER, LabPlan.CONTROLLER_ADDRESS, false));
    for (LabNode node : plan.nodes()) {
      scripts.add(node(plan, node));
      scripts.add(pods(node));
    }
    return List.copyOf(scripts);
  }

  private static NetworkScript lan(LabPlan plan) {
    var lines = new ArrayList<String>();
    lines.add("link set lo up");
    // Without this the first 15 s of every port would be deaf (IEEE 802.1D listening, learning).
    lines.add("link add br0 type bridge stp_state 0 forward_delay 0 mcast_snooping 0");
    lines.add("link set br0 up");
    cable(lines, plan, LabPlan.ROUTER, LabPlan.ROUTER_ADDRESS.lastOctet());
    cable(lines, plan, LabPlan.CLIENT, LabPlan.CLIENT_ADDRESS.lastOctet());
    cable(lines, plan, LabPlan.CONTROLLER, LabPlan.CONTROLLER_ADDRESS.lastOctet());
    plan.nodes().forEach(n -> cable(lines, plan, n.place(), n.address().lastOctet()));
    return new NetworkScript(LabPlan.LAN, COMMON, lines);
  }

  private static void cable(List<String> lines, LabPlan plan, String place, int hostNumber) {
    lines.add(
        "link add v-%s type veth peer name eth0 address %s netns %s"
            .formatted(place, LabPlan.mac(hostNumber), plan.name().namespace(place)));
    lines.add("link set v-%s master br0".formatted(place));
    lines.add("link set v-%s up".formatted(place));
  }

  private static NetworkScript host(String place, IpAddress address, boolean forwards) {
    var sysctls = new ArrayList<>(COMMON);
    if (forwards) {
      sysctls.addAll(FORWARDING);
    }
    return new NetworkScript(place, sysctls, onLan(address));
  }

  private static List<String> onLan(IpAddress address) {
    return List.of(
        "link set lo up",
        "addr add %s/24 dev eth0".formatted(address),
        "addr add fd00:120::%d/64 dev eth0 nodad".formatted(address.lastOctet()),
        "link set eth0 up");
  }

  /** The client asks the LAN for every address, so pools outside the LAN's prefix work too. */
  private static NetworkScript client() {
    var lines = new ArrayList<>(onLan(LabPlan.CLIENT_ADDRESS));
    lines.add("route add default dev eth0");
    lines.add("route add ::/0 dev eth0");
    return new NetworkScript(LabPlan.CLIENT, COMMON, lines);
  }

  private static NetworkScript node(LabPlan plan, LabNode node) {
    var sysctls = new ArrayList<>(COMMON);
    sysctls.addAll(FORWARDING);
    var lines = new ArrayList<>(onLan(node.address()));
    lines.add(
        "link add cni0 type veth peer name eth0 netns %s"
            .formatted(plan.name().namespace(node.podPlace())));
    lines.add("addr add %s/24 dev cni0".formatted(node.podAddress(NODE_SIDE_HOST)));
    lines.add("addr add %s/64 dev cni0 nodad".formatted(node.podAddressV6(NODE_SIDE_HOST)));
    lines.add("link set cni0 up");
    // The router knows no way further; but a machine without a default route refuses to send to
    // an address it has no route for before nftables could translate it.
    lines.add("route add default via %s".formatted(LabPlan.ROUTER_ADDRESS));
    lines.add("route add ::/0 via fd00:120::%d".formatted(LabPlan.ROUTER_ADDRESS.lastOctet()));
    for (LabNode other : plan.nodes()) {
      if (!other.equals(node)) {
        lines.add("route add %s via %s".formatted(other.podPrefix(), other.address()));
        lines.add("route add %s via %s".formatted(other.podPrefixV6(), other.addressV6()));
      }
    }
    return new NetworkScript(node.place(), sysctls, lines);
  }

  private static NetworkScript pods(LabNode node) {
    return new NetworkScript(
        node.podPlace(),
        COMMON,
        List.of(
            "link set lo up",
            "addr add %s/24 dev eth0".formatted(node.podAddress(FIRST_POD_HOST)),
            "addr add %s/64 dev eth0 nodad".formatted(node.podAddressV6(FIRST_POD_HOST)),
            "link set eth0 up",
            "route add default via %s".formatted(node.podAddress(NODE_SIDE_HOST)),
            "route add ::/0 via %s".formatted(node.podAddressV6(NODE_SIDE_HOST))));
  }
}
