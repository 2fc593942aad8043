package io.fairlead.deploy.lab.proxy;

import io.fairlead.cluster.NodeName;
import io.fairlead.deploy.lab.net.HostCommand;
import io.fairlead.deploy.lab.net.HostTools;
import io.fairlead.deploy.lab.net.LabNetwork;
import io.fairlead.deploy.lab.net.LabNode;
import io.fairlead.k8s.lab.ProxyService;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Keeps the nftables tables of all nodes as the Services want them. A table is only handed to the
 * kernel when its text changed. Thread safe.
 */
public final class NodeProxies {
  private final LabNetwork network;
  private final String nft;
  private final NavigableSet<NodeName> deadNodes = new TreeSet<>();
  private final Map<LabNode, String> applied = new HashMap<>();
  private List<ProxyService> services = List.of();

  public NodeProxies(LabNetwork network) {
    this.network = network;
    this.nft = HostTools.require("nft");
  }

  /** From now on these are the Services. */
  public synchronized void serve(List<ProxyService> wanted) {
    services = List.copyOf(wanted);
    apply();
  }

  /**
   * From now on the pods of this node get no traffic. A real cluster finds out about a dead node
   * after 40 s and more; the lab knows at once, so that an outage measured in it is the load
   * balancer's alone.
   */
  public synchronized void nodeDied(NodeName node) {
    deadNodes.add(node);
    apply();
  }

  /** The pods of this node are back. */
  public synchronized void nodeReturned(NodeName node) {
    deadNodes.remove(node);
    apply();
  }

  private void apply() {
    for (LabNode node : network.plan().nodes()) {
      String ruleset = NftRuleset.render(node.name(), services, deadNodes);
      if (!ruleset.equals(applied.get(node))) {
        HostCommand.run(network.inside(node.place(), List.of(nft, "-f", "-")), ruleset);
        applied.put(node, ruleset);
      }
    }
  }
}
