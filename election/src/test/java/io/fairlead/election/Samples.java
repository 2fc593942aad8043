package io.fairlead.election;

import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.net.IpAddress;
import io.fairlead.placement.Claim;
import io.fairlead.placement.PlacementEvent;
import io.fairlead.placement.Succession;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Short ways to write down values in tests. */
public final class Samples {
  private Samples() {}

  public static IpAddress ip(String text) {
    return IpAddress.parse(text);
  }

  public static NodeName node(String name) {
    return new NodeName(name);
  }

  /** Nodes from text such as {@code "n1 n2"}; the empty text is none. */
  public static SortedSet<NodeName> nodes(String names) {
    return new TreeSet<>(nodeList(names));
  }

  public static List<NodeName> nodeList(String names) {
    return names.isEmpty()
        ? List.of()
        : Arrays.stream(names.split(" ")).map(NodeName::new).toList();
  }

  /** The demand of an address whose Service has no other address. */
  public static AddressDemand demand(String address, String eligible) {
    return demand(address, "default/" + address.replace(':', '-'), eligible);
  }

  public static AddressDemand demand(String address, String services, String eligible) {
    var keys = new TreeSet<ServiceKey>();
    Arrays.stream(services.split(" ")).map(ServiceKey::parse).forEach(keys::add);
    return new AddressDemand(ip(address), keys, new TreeSet<>(), nodes(eligible));
  }

  /** The demand with preference scores such as {@code "n1=50 n2=5"}. */
  public static AddressDemand preferring(AddressDemand demand, String scores) {
    var preference = new TreeMap<String, Integer>();
    for (var score : scores.split(" ")) {
      int equals = score.indexOf('=');
      preference.put(score.substring(0, equals), Integer.parseInt(score.substring(equals + 1)));
    }
    return new AddressDemand(
        demand.address(),
        demand.services(),
        demand.interfaces(),
        demand.eligible(),
        preference,
        demand.wanted());
  }

  /** The demand with the node that a person asked for. */
  public static AddressDemand wanting(AddressDemand demand, String node) {
    return new AddressDemand(
        demand.address(),
        demand.services(),
        demand.interfaces(),
        demand.eligible(),
        demand.preference(),
        Optional.of(node(node)));
  }

  public static Succession succession(long epoch, String nodes) {
    return new Succession(epoch, nodeList(nodes));
  }

  public static Claim claim(String address, String node, long epoch) {
    return new Claim(ip(address), node(node), epoch);
  }

  public static SpeakerSet reachable(String nodes) {
    return SpeakerSet.ofReachable(nodes(nodes));
  }

  public static SpeakerSet speakers(String reachable, String held, String left) {
    return new SpeakerSet(nodes(reachable), nodes(held), nodes(left), false);
  }

  public static Placement fold(Placement placement, List<? extends PlacementEvent> events) {
    var next = placement;
    for (var event : events) {
      next = next.apply(event);
    }
    return next;
  }
}
