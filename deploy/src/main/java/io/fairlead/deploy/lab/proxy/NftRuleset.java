package io.fairlead.deploy.lab.proxy;

import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.TrafficPolicy;
import io.fairlead.k8s.lab.Backend;
import io.fairlead.k8s.lab.ProxyPort;
import io.fairlead.k8s.lab.ProxyService;
import io.fairlead.net.IpAddress;
import io.fairlead.net.IpFamily;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Renders the nftables tables of one node. Pure: the same Services give the same text.
 *
 * <p>Traffic that any pod may answer is marked and masqueraded, so that the answer comes back the
 * same way; with externalTrafficPolicy Local only pods of this node answer and they see the
 * client's own address. What arrives for a load-balancer address and matches no port is dropped
 * rather than forwarded back onto the LAN.
 */
public final class NftRuleset {
  static final String TABLE = "fairlead_lab";

  /** The bit of the packet mark by which kube-proxy, too, remembers to masquerade. */
  private static final String MASQUERADE_MARK = "0x4000";

  private NftRuleset() {}

  /**
   * The input of {@code nft -f}: replaces both tables in one transaction, so that no packet meets
   * half a table.
   *
   * @param node whose tables
   * @param services in any order
   * @param deadNodes nodes whose pods get no traffic
   */
  public static String render(NodeName node, List<ProxyService> services, Set<NodeName> deadNodes) {
    List<ProxyService> sorted =
        services.stream().sorted(Comparator.comparing(ProxyService::key)).toList();
    var text = new StringBuilder();
    for (IpFamily family : IpFamily.values()) {
      new FamilyTable(node, family, deadNodes).append(text, sorted);
    }
    return text.toString();
  }

  private record FamilyTable(NodeName node, IpFamily family, Set<NodeName> deadNodes) {
    void append(StringBuilder text, List<ProxyService> services) {
      String table = "table " + word() + " " + TABLE;
      // Declaring the table first makes the delete succeed also when there was none.
      text.append(table).append(" {\n}\ndelete ").append(table).append('\n');
      text.append(table).append(" {\n");
      chain(text, "services", "", rules(services));
      chain(
          text,
          "prerouting",
          "type nat hook prerouting priority dstnat; policy accept;",
          List.of("jump services"));
      chain(
          text,
          "output",
          "type nat hook output priority -100; policy accept;",
          List.of("jump services"));
      chain(
          text,
          "postrouting",
          "type nat hook postrouting priority srcnat; policy accept;",
          List.of("meta mark & %1$s == %1$s masquerade".formatted(MASQUERADE_MARK)));
      chain(
          text,
          "forward",
          "type filter hook forward priority filter; policy accept;",
          unmatched(services));
      text.append("}\n");
    }

    private List<String> rules(List<ProxyService> services) {
      var rules = new ArrayList<String>();
      for (ProxyService service : services) {
        for (ProxyPort port : service.ports()) {
          List<Backend> all = backends(port, _ -> true);
          List<Backend> here = backends(port, b -> b.node().equals(node));
          for (IpAddress address : ofFamily(service.clusterAddresses())) {
            rule(rules, address, port, all, true);
          }
          boolean local = service.policy() == TrafficPolicy.LOCAL;
          for (IpAddress address : ofFamily(service.externalAddresses())) {
            rule(rules, address, port, local ? here : all, !local);
          }
        }
      }
      return rules;
    }

    private void rule(
        List<String> rules,
        IpAddress address,
        ProxyPort port,
        List<Backend> backends,
        boolean masquerade) {
      if (backends.isEmpty()) {
        return;
      }
      rules.add(
          "%s daddr %s %s dport %d %s%s"
              .formatted(
                  word(),
                  address,
                  port.port().protocol().toLowerCase(Locale.ROOT),
                  port.port().port(),
                  masquerade ? "meta mark set meta mark | " + MASQUERADE_MARK + " " : "",
                  target(backends)));
    }

    private String target(List<Backend> backends) {
      if (backends.size() == 1) {
        Backend only = backends.getFirst();
        String address = family == IpFamily.IPV6 ? "[" + only.address() + "]" : "" + only.address();
        return "dnat to %s:%d".formatted(address, only.port());
      }
      var choices = new ArrayList<String>();
      for (int i = 0; i < backends.size(); i++) {
        Backend backend = backends.get(i);
        choices.add("%d : %s . %d".formatted(i, backend.address(), backend.port()));
      }
      return "dnat %s to numgen random mod %d map { %s }"
          .formatted(word(), backends.size(), String.join(", ", choices));
    }

    private List<String> unmatched(List<ProxyService> services) {
      List<String> addresses =
          services.stream()
              .flatMap(service -> ofFamily(service.externalAddresses()).stream())
              .distinct()
              .sorted()
              .map(IpAddress::toString)
              .toList();
      return addresses.isEmpty()
          ? List.of()
          : List.of("%s daddr { %s } drop".formatted(word(), String.join(", ", addresses)));
    }

    private List<Backend> backends(ProxyPort port, Predicate<Backend> wanted) {
      return port.backends().stream()
          .filter(b -> b.address().family() == family)
          .filter(b -> !deadNodes.contains(b.node()))
          .filter(wanted)
          .toList();
    }

    private List<IpAddress> ofFamily(List<IpAddress> addresses) {
      return addresses.stream().filter(a -> a.family() == family).toList();
    }

    private String word() {
      return family == IpFamily.IPV4 ? "ip" : "ip6";
    }

    private static void chain(StringBuilder text, String name, String hook, List<String> rules) {
      text.append("  chain ").append(name).append(" {\n");
      if (!hook.isEmpty()) {
        text.append("    ").append(hook).append('\n');
      }
      rules.forEach(rule -> text.append("    ").append(rule).append('\n'));
      text.append("  }\n");
    }
  }
}
