package io.fairlead.k8s.translate;

import static io.fairlead.k8s.translate.ObjectText.orEmpty;

import io.fabric8.kubernetes.api.model.Node;
import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.NodeView;
import io.fairlead.config.ConfigFault;
import io.fairlead.config.ConfigRule;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Node to {@link NodeView}. Readiness and cordons are not looked at, as in MetalLB. */
public final class NodeTranslator {
  private NodeTranslator() {}

  public static NodeView translate(Node node) {
    var status = node.getStatus();
    var addresses =
        status == null
            ? List.<String>of()
            : orEmpty(status.getAddresses()).stream()
                .filter(address -> "InternalIP".equals(address.getType()))
                .map(address -> orEmpty(address.getAddress()))
                .toList();
    boolean unavailable =
        status != null
            && orEmpty(status.getConditions()).stream()
                .anyMatch(
                    condition ->
                        "NetworkUnavailable".equals(condition.getType())
                            && "True".equals(condition.getStatus()));
    return new NodeView(
        new NodeName(orEmpty(ObjectText.meta(node).getName())),
        ObjectText.labels(node),
        AddressText.parseAll(addresses),
        unavailable,
        isDraining(node),
        taints(node),
        weight(node));
  }

  private static boolean isDraining(Node node) {
    var value = ObjectText.annotations(node).get(NodeView.DRAIN_ANNOTATION);
    return value != null && !value.equalsIgnoreCase("false");
  }

  /** What cannot be read as a weight counts as none given: a node is not refused for it. */
  private static int weight(Node node) {
    return weightText(node).flatMap(NodeTranslator::readWeight).orElse(NodeView.WEIGHT_DEFAULT);
  }

  /** What of the node's annotations has no effect. */
  public static List<ConfigFault> faults(Node node) {
    var name = orEmpty(ObjectText.meta(node).getName());
    return weightText(node).filter(text -> readWeight(text).isEmpty()).stream()
        .map(
            text ->
                new ConfigFault(
                    "Node " + name,
                    "annotation %s, \"%s\": write a number from 0 to %d; %d counts until then"
                        .formatted(
                            NodeView.WEIGHT_ANNOTATION,
                            text,
                            NodeView.WEIGHT_MAX,
                            NodeView.WEIGHT_DEFAULT),
                    ConfigRule.NO_EFFECT,
                    new TreeSet<>(Set.of(name))))
        .toList();
  }

  private static Optional<String> weightText(Node node) {
    return Optional.ofNullable(ObjectText.annotations(node).get(NodeView.WEIGHT_ANNOTATION))
        .map(String::strip);
  }

  private static Optional<Integer> readWeight(String text) {
    return Optional.of(text)
        .filter(digits -> digits.matches("[0-9]{1,3}"))
        .map(Integer::valueOf)
        .filter(weight -> weight <= NodeView.WEIGHT_MAX);
  }

  private static SortedSet<String> taints(Node node) {
    var taints = new TreeSet<String>();
    if (node.getSpec() != null) {
      orEmpty(node.getSpec().getTaints())
          .forEach(taint -> taints.add(orEmpty(taint.getKey()) + ":" + orEmpty(taint.getEffect())));
    }
    return taints;
  }
}
