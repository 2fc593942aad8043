package io.fairlead.k8s.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.LoadBalancerIngressBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The fabric8 client as the bridge uses it: informers, status writes, apply. */
abstract class InformerContractSuite extends ContractCase {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /** Notes what an informer tells. */
  static final class Noted implements ResourceEventHandler<Service> {
    final List<String> events = new CopyOnWriteArrayList<>();

    @Override
    public void onAdd(Service service) {
      events.add("add " + service.getMetadata().getName());
    }

    @Override
    public void onUpdate(Service before, Service after) {
      events.add("update " + after.getMetadata().getName());
    }

    @Override
    public void onDelete(Service service, boolean finalStateUnknown) {
      events.add("delete " + service.getMetadata().getName());
    }
  }

  @Test
  void informer_tellsWhatIsThereAndWhatChanges() {
    create("a", "LoadBalancer");
    Noted noted = new Noted();
    try (KubernetesClient client = target().fabric8();
        var informer = client.services().inNamespace(namespace).inform(noted)) {
      create("b", "LoadBalancer");
      Poll.until(PATIENCE, "b is added", () -> noted.events.contains("add b"));
      assertTrue(noted.events.contains("add a"));
      api.patch(services + "/a", "merge", "{metadata: {labels: {n: '1'}}}").ok();
      Poll.until(PATIENCE, "a is updated", () -> noted.events.contains("update a"));
      api.delete(services + "/b").ok();
      Poll.until(PATIENCE, "b is deleted", () -> noted.events.contains("delete b"));
      assertEquals(1, informer.getStore().list().size());
    }
  }

  @Test
  void client_writesStatusInAllItsWays() {
    create("a", "LoadBalancer");
    try (KubernetesClient client = target().fabric8()) {
      var resource = client.services().inNamespace(namespace).withName("a");
      resource.editStatus(
          service -> {
            service
                .getStatus()
                .getLoadBalancer()
                .getIngress()
                .add(new LoadBalancerIngressBuilder().withIp("203.0.113.1").build());
            return service;
          });
      assertEquals("203.0.113.1", ip(resource.get()));
      resource
          .subresource("status")
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              "{\"status\":{\"loadBalancer\":{\"ingress\":[{\"ip\":\"203.0.113.2\"}]}}}");
      assertEquals("203.0.113.2", ip(resource.get()));
      PatchContext apply =
          new PatchContext.Builder()
              .withPatchType(PatchType.SERVER_SIDE_APPLY)
              .withFieldManager("fairlead")
              .withForce(true)
              .build();
      resource
          .subresource("status")
          .patch(
              apply,
              "{\"apiVersion\":\"v1\",\"kind\":\"Service\",\"metadata\":{\"name\":\"a\"},"
                  + "\"status\":{\"loadBalancer\":{\"ingress\":[{\"ip\":\"203.0.113.3\"}]}}}");
      assertEquals("203.0.113.3", ip(resource.get()));
    }
  }

  private static String ip(Service service) {
    return service.getStatus().getLoadBalancer().getIngress().getFirst().getIp();
  }
}
