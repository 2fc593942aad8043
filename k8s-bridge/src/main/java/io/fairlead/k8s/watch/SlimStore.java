package io.fairlead.k8s.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.List;

/**
 * Keeps objects without what nobody reads: managed fields are nearly half of an object, and the
 * copy of {@code kubectl apply} repeats the rest.
 */
final class SlimStore<T extends HasMetadata> extends BasicItemStore<T> {
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  SlimStore() {
    super(Cache::metaNamespaceKeyFunc);
  }

  @Override
  public T put(String key, T object) {
    return super.put(key, slim(object));
  }

  static <T extends HasMetadata> T slim(T object) {
    var meta = object.getMetadata();
    if (meta != null) {
      meta.setManagedFields(null);
      if (meta.getAnnotations() != null) {
        meta.getAnnotations().remove(LAST_APPLIED);
      }
    }
    switch (object) {
      case Node node when node.getStatus() != null -> node.getStatus().setImages(List.of());
      case EndpointSlice slice -> slim(slice);
      default -> {}
    }
    return object;
  }

  /** Which nodes have endpoints is all that counts; their addresses are kube-proxy's business. */
  private static void slim(EndpointSlice slice) {
    slice.setPorts(List.of());
    if (slice.getEndpoints() != null) {
      for (var endpoint : slice.getEndpoints()) {
        endpoint.setAddresses(List.of());
        endpoint.setTargetRef(null);
        endpoint.setHints(null);
      }
    }
  }
}
