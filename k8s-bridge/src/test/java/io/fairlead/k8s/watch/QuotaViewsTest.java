package io.fairlead.k8s.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fairlead.k8s.translate.ConfigState;
import io.fairlead.k8s.translate.QuotaTranslator;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The quotas of namespaces in the views. */
class QuotaViewsTest {
  private final FakeObjects objects = new FakeObjects();
  private final ClusterViews views = new ClusterViews(Optional.empty(), ConfigState.EMPTY);

  private boolean annotate(String quota) {
    objects.namespaces.put("shop", namespace(quota));
    return views.apply(new Change.OfNamespace("shop"), objects);
  }

  private static Namespace namespace(String quota) {
    return new NamespaceBuilder()
        .withNewMetadata()
        .withName("shop")
        .addToAnnotations(QuotaTranslator.QUOTA, quota)
        .endMetadata()
        .build();
  }

  @Test
  void aQuota_comesAndGoesWithItsAnnotation() {
    assertTrue(annotate("default=5"));
    assertEquals(Map.of("default", 5), views.snapshot(1).quotasOf("shop"));
    assertFalse(annotate("default=5"));

    assertTrue(annotate(""));
    assertEquals(Map.of(), views.snapshot(2).quotasOf("shop"));

    annotate("default=5");
    objects.namespaces.clear();
    assertTrue(views.apply(new Change.OfNamespace("shop"), objects));
    assertEquals(Map.of(), views.snapshot(3).addressQuotas());
  }

  @Test
  void aQuotaThatCannotBeRead_isAFault_andTheLastGoodOneStays() {
    annotate("default=5");

    assertTrue(annotate("default=many"));

    var snapshot = views.snapshot(1);
    assertEquals(Map.of("default", 5), snapshot.quotasOf("shop"));
    assertEquals("Namespace shop", snapshot.config().faults().getFirst().where());
    annotate("default=6");
    assertEquals(0, views.snapshot(2).config().faults().size());
  }
}
