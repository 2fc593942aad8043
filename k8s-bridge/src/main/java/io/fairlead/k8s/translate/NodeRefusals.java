package io.fairlead.k8s.translate;

import static io.fairlead.k8s.translate.ObjectText.orEmpty;

import io.fairlead.config.ConfigFault;
import io.fairlead.config.ConfigRule;
import io.fairlead.k8s.validate.ConfigRefusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Peers that are refused on some nodes: one fault for a peer and a reason, not one for a node. */
final class NodeRefusals {
  private static final int NODES_NAMED = 5;

  private record Refusal(String peer, String why, boolean kept) implements Comparable<Refusal> {
    @Override
    public int compareTo(Refusal other) {
      return toString().compareTo(other.toString());
    }
  }

  private final SortedMap<Refusal, List<String>> nodes = new TreeMap<>();
  private final SortedMap<Refusal, ConfigRule> rules = new TreeMap<>();

  void add(String peer, String node, IllegalArgumentException why, boolean kept) {
    var refusal = new Refusal(peer, orEmpty(why.getMessage()), kept);
    nodes.computeIfAbsent(refusal, _ -> new ArrayList<>()).add(node);
    rules.put(refusal, ConfigRefusal.ruleOf(why, ConfigRule.SPEC));
  }

  /**
   * @param where by name of a peer, where it is defined
   */
  List<ConfigFault> faults(Map<String, String> where) {
    var faults = new ArrayList<ConfigFault>();
    nodes.forEach(
        (refusal, names) ->
            faults.add(
                new ConfigFault(
                    where.getOrDefault(refusal.peer(), "peer " + refusal.peer()),
                    "on "
                        + text(names)
                        + ": "
                        + refusal.why()
                        + (refusal.kept()
                            ? "; the last good version stays in force there"
                            : "; it is left out there"),
                    rules.getOrDefault(refusal, ConfigRule.SPEC),
                    new TreeSet<>(names))));
    return faults;
  }

  private static String text(List<String> names) {
    String some = String.join(", ", names.subList(0, Math.min(NODES_NAMED, names.size())));
    int more = names.size() - NODES_NAMED;
    return (names.size() == 1 ? "node " : "nodes ")
        + some
        + (more > 0 ? " and " + more + " more" : "");
  }
}
