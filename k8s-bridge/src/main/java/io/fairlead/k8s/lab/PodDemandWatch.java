package io.fairlead.k8s.lab;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;

/** Watches the Services of all namespaces for the pods they ask for. */
public final class PodDemandWatch implements AutoCloseable {
  private final SharedIndexInformer<Service> informer;

  PodDemandWatch(KubernetesClient client, PodDemandListener listener) {
    informer = client.services().inAnyNamespace().inform(new Handler(listener));
  }

  private record Handler(PodDemandListener listener) implements ResourceEventHandler<Service> {
    @Override
    public void onAdd(Service service) {
      tell(service);
    }

    @Override
    public void onUpdate(Service old, Service service) {
      tell(service);
    }

    @Override
    public void onDelete(Service service, boolean finalStateUnknown) {
      listener.unwanted(PodDemand.keyOf(service));
    }

    private void tell(Service service) {
      PodDemand.of(service)
          .ifPresentOrElse(listener::wanted, () -> listener.unwanted(PodDemand.keyOf(service)));
    }
  }

  @Override
  public void close() {
    informer.close();
  }
}
