package io.fairlead.k8s.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.NodeView;
import io.fairlead.config.ConfigFault;
import io.fairlead.k8s.translate.ConfigState;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Annotations of Nodes in the views. */
class NodeViewsTest {
  private static final NodeName N1 = new NodeName("n1");

  private final FakeObjects objects = new FakeObjects();
  private final ClusterViews views = new ClusterViews(Optional.empty(), ConfigState.EMPTY);

  private boolean annotate(String weight) {
    objects.nodes.put(
        N1,
        new NodeBuilder()
            .withNewMetadata()
            .withName("n1")
            .addToAnnotations(NodeView.WEIGHT_ANNOTATION, weight)
            .endMetadata()
            .build());
    return views.apply(new Change.OfNode(N1), objects);
  }

  private List<ConfigFault> faults() {
    return views.snapshot(1).config().faults();
  }

  @Test
  void aWeightThatCannotBeRead_isAFaultOfThatNode_untilItCanOrTheNodeIsGone() {
    assertTrue(annotate("3"));
    assertEquals(List.of(), faults());

    assertTrue(annotate("much"));
    assertEquals("Node n1", faults().getFirst().where());
    assertTrue(faults().getFirst().concerns("n1"));
    assertFalse(faults().getFirst().concerns("n2"));
    assertTrue(annotate("more"), "the same weight, but another text");

    annotate("3");
    assertEquals(List.of(), faults());

    annotate("much");
    objects.nodes.clear();
    assertTrue(views.apply(new Change.OfNode(N1), objects));
    assertEquals(List.of(), faults());
  }
}
