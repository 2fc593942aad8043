package io.fairlead.k8s.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fairlead.cluster.ClusterSnapshot;
import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.k8s.translate.ConfigInput;
import io.fairlead.k8s.translate.ConfigState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ClusterViewsTest {
  private static final ServiceKey WEB = new ServiceKey("shop", "web");
  private static final NodeName N1 = new NodeName("n1");

  private final FakeObjects objects = new FakeObjects();
  private final ClusterViews views = new ClusterViews(Optional.empty(), ConfigState.EMPTY);

  @Test
  void apply_ofANewService_bringsItsEndpointsToo() {
    objects.slices.put(WEB, List.of(slice(WEB, "n1")));
    assertFalse(views.apply(new Change.OfSlices(WEB), objects), "slices of nobody");
    objects.services.put(WEB, service(WEB, "LoadBalancer"));

    assertTrue(views.apply(new Change.OfService(WEB), objects));

    assertEquals(List.of(N1), List.copyOf(views.snapshot(1).endpointsOf(WEB).nodes()));
  }

  @Test
  void apply_ofAServiceThatIsNoLoadBalancerAnyMore_removesIt() {
    objects.services.put(WEB, service(WEB, "LoadBalancer"));
    views.apply(new Change.OfService(WEB), objects);
    objects.services.put(WEB, service(WEB, "ClusterIP"));

    assertTrue(views.apply(new Change.OfService(WEB), objects));

    assertTrue(views.snapshot(1).services().isEmpty());
    assertTrue(views.snapshot(1).endpoints().isEmpty());
  }

  @Test
  void apply_ofAChangeThatNobodyDecidesOn_isNoChange() {
    objects.services.put(WEB, service(WEB, "LoadBalancer"));
    objects.nodes.put(N1, new NodeBuilder().withNewMetadata().withName("n1").endMetadata().build());
    views.apply(new Change.OfService(WEB), objects);
    views.apply(new Change.OfNode(N1), objects);
    objects.services.put(
        WEB,
        new ServiceBuilder(service(WEB, "LoadBalancer"))
            .editMetadata()
            .withResourceVersion("77")
            .addToAnnotations("example.org/x", "y")
            .endMetadata()
            .build());
    objects.nodes.put(
        N1,
        new NodeBuilder()
            .withNewMetadata()
            .withName("n1")
            .endMetadata()
            .withNewStatus()
            .addNewCondition()
            .withType("Ready")
            .withStatus("True")
            .withLastHeartbeatTime("2026-01-01T00:00:00Z")
            .endCondition()
            .endStatus()
            .build());

    assertFalse(views.apply(new Change.OfService(WEB), objects));
    assertFalse(views.apply(new Change.OfNode(N1), objects));
  }

  @Test
  void apply_ofNamespacesAndConfig_showsInTheSnapshot() {
    objects.namespaces.put(
        "shop",
        new NamespaceBuilder()
            .withNewMetadata()
            .withName("shop")
            .addToLabels("team", "x")
            .endMetadata()
            .build());
    objects.config =
        new ConfigInput(
            List.of(),
            List.of(),
            Optional.of(
                new ConfigMapBuilder()
                    .withNewMetadata()
                    .withNamespace("metallb-system")
                    .withName("config")
                    .endMetadata()
                    .addToData(
                        "config",
                        "address-pools: [{name: a, protocol: layer2, addresses: [10.0.0.0/30]}]")
                    .build()));

    assertTrue(views.apply(new Change.OfNamespace("shop"), objects));
    assertTrue(views.apply(new Change.OfConfig(), objects));
    assertFalse(views.apply(new Change.OfConfig(), objects));

    var snapshot = views.snapshot(7);
    assertEquals(7, snapshot.revision());
    assertEquals(Map.of("team", "x"), snapshot.namespaceLabels().get("shop"));
    assertEquals(List.of("a"), List.copyOf(snapshot.config().pools().keySet()));
  }

  @Property(tries = 200)
  void apply_inAnyOrderWithRepeats_reachesWhatAFullReadingReaches(@ForAll long seed) {
    var random = new Random(seed);
    var keys = new ArrayList<ServiceKey>();
    for (int i = 0; i < 5; i++) {
      keys.add(new ServiceKey("shop", "s" + i));
    }
    var cluster = new FakeObjects();
    var incremental = new ClusterViews(Optional.empty(), ConfigState.EMPTY);
    for (int step = 0; step < 40; step++) {
      var key = keys.get(random.nextInt(keys.size()));
      mutate(cluster, key, random);
      if (random.nextBoolean()) {
        incremental.apply(new Change.OfService(key), cluster);
      }
      if (random.nextBoolean()) {
        incremental.apply(new Change.OfSlices(key), cluster);
      }
    }

    assertEquals(
        fullReading(keys, cluster, new ClusterViews(Optional.empty(), ConfigState.EMPTY)),
        fullReading(keys, cluster, incremental));
  }

  private static ClusterSnapshot fullReading(
      List<ServiceKey> keys, FakeObjects cluster, ClusterViews views) {
    for (var key : keys) {
      views.apply(new Change.OfSlices(key), cluster);
      views.apply(new Change.OfService(key), cluster);
      views.apply(new Change.OfSlices(key), cluster);
    }
    return views.snapshot(1);
  }

  private static void mutate(FakeObjects cluster, ServiceKey key, Random random) {
    switch (random.nextInt(5)) {
      case 0 -> cluster.services.remove(key);
      case 1 -> cluster.services.put(key, service(key, "ClusterIP"));
      case 2 -> cluster.services.put(key, service(key, "LoadBalancer"));
      case 3 -> cluster.slices.remove(key);
      default -> cluster.slices.put(key, List.of(slice(key, "n" + random.nextInt(3))));
    }
  }

  private static Service service(ServiceKey key, String type) {
    return new ServiceBuilder()
        .withNewMetadata()
        .withNamespace(key.namespace())
        .withName(key.name())
        .endMetadata()
        .withNewSpec()
        .withType(type)
        .endSpec()
        .build();
  }

  private static EndpointSlice slice(ServiceKey key, String node) {
    return new EndpointSliceBuilder()
        .withNewMetadata()
        .withNamespace(key.namespace())
        .withName(key.name() + "-1")
        .addToLabels("kubernetes.io/service-name", key.name())
        .endMetadata()
        .addNewEndpoint()
        .withNodeName(node)
        .endEndpoint()
        .build();
  }
}
