package io.fairlead.k8s.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SlimStoreTest {
  @Test
  void put_dropsWhatNobodyReads() {
    var store = new SlimStore<io.fabric8.kubernetes.api.model.Service>();

    store.put(
        "shop/web",
        new ServiceBuilder()
            .withNewMetadata()
            .withName("web")
            .addNewManagedField()
            .withManager("kubectl")
            .endManagedField()
            .addToAnnotations("kubectl.kubernetes.io/last-applied-configuration", "{}")
            .addToAnnotations("metallb.io/address-pool", "gold")
            .endMetadata()
            .build());

    var meta = store.get("shop/web").getMetadata();
    assertTrue(meta.getManagedFields() == null || meta.getManagedFields().isEmpty());
    assertEquals(Map.of("metallb.io/address-pool", "gold"), meta.getAnnotations());
  }

  @Test
  void put_keepsOfEndpointsOnlyWhereTheyAreAndWhetherTheyServe() {
    var store = new SlimStore<EndpointSlice>();

    store.put(
        "shop/web-1",
        new EndpointSliceBuilder()
            .withNewMetadata()
            .withName("web-1")
            .endMetadata()
            .addNewEndpoint()
            .addToAddresses("10.0.0.1")
            .withNodeName("n1")
            .withNewConditions()
            .withReady(true)
            .endConditions()
            .withNewTargetRef()
            .withName("pod")
            .endTargetRef()
            .endEndpoint()
            .build());

    var endpoint = store.get("shop/web-1").getEndpoints().getFirst();
    assertEquals("n1", endpoint.getNodeName());
    assertEquals(true, endpoint.getConditions().getReady());
    assertNull(endpoint.getTargetRef());
    assertTrue(endpoint.getAddresses().isEmpty());
  }
}
