package io.fairlead.k8s.lab;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches Services and EndpointSlices and tells the nodes what traffic they want. Changes that
 * arrive together are told once.
 */
public final class ProxyStandIn implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProxyStandIn.class);
  private static final long CLOSE_LIMIT_SECONDS = 5;

  private final Consumer<List<ProxyService>> nodes;
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("lab-proxy").factory());
  private final AtomicBoolean due = new AtomicBoolean();
  private final SharedIndexInformer<Service> services;
  private final SharedIndexInformer<EndpointSlice> slices;

  ProxyStandIn(KubernetesClient client, Consumer<List<ProxyService>> nodes) {
    this.nodes = nodes;
    services = client.services().inAnyNamespace().runnableInformer(0);
    slices = client.discovery().v1().endpointSlices().inAnyNamespace().runnableInformer(0);
    services.addEventHandler(new Handler<>());
    slices.addEventHandler(new Handler<>());
    services.run();
    slices.run();
  }

  private final class Handler<T> implements ResourceEventHandler<T> {
    @Override
    public void onAdd(T object) {
      changed();
    }

    @Override
    public void onUpdate(T old, T object) {
      changed();
    }

    @Override
    public void onDelete(T object, boolean finalStateUnknown) {
      changed();
    }
  }

  private void changed() {
    if (due.compareAndSet(false, true) && !worker.isShutdown()) {
      worker.execute(this::converge);
    }
  }

  private void converge() {
    due.set(false);
    try {
      nodes.accept(ProxyView.of(services.getStore().list(), slices.getStore().list()));
    } catch (RuntimeException e) {
      // Whatever a node has against it: the next change is another chance.
      LOG.warn("the nodes' nftables were not brought up to date: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    services.close();
    slices.close();
    worker.shutdown();
    try {
      if (!worker.awaitTermination(CLOSE_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        worker.shutdownNow();
      }
    } catch (InterruptedException e) {
      worker.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
