package io.fairlead.deploy.lab;

import io.fabric8.kubernetes.api.model.LoadBalancerIngressBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * The least that the lab needs of a controller, so that the lab itself can be tested alone: gives
 * out 192.168.120.200 and upwards.
 */
public final class SimpleController {
  private static final int FIRST = 200;

  private SimpleController() {}

  /** Expects the kubeconfig's path. */
  public static void main(String[] arguments) throws InterruptedException {
    var config = Config.fromKubeconfig(Path.of(arguments[0]).toFile());
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build()) {
      while (true) {
        for (Service service : client.services().inAnyNamespace().list().getItems()) {
          if ("LoadBalancer".equals(service.getSpec().getType()) && address(service).isEmpty()) {
            assign(client, service);
          }
        }
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
  }

  private static void assign(KubernetesClient client, Service service) {
    var used = new TreeSet<String>();
    client.services().inAnyNamespace().list().getItems().forEach(s -> used.add(address(s)));
    int last = FIRST;
    while (used.contains("192.168.120." + last)) {
      last++;
    }
    var ingress = new LoadBalancerIngressBuilder().withIp("192.168.120." + last).build();
    client
        .resource(service)
        .editStatus(
            current ->
                new ServiceBuilder(current)
                    .editOrNewStatus()
                    .withNewLoadBalancer()
                    .withIngress(ingress)
                    .endLoadBalancer()
                    .endStatus()
                    .build());
    System.out.println(service.getMetadata().getName() + " has " + ingress.getIp());
  }

  private static String address(Service service) {
    if (service.getStatus() == null
        || service.getStatus().getLoadBalancer() == null
        || service.getStatus().getLoadBalancer().getIngress() == null
        || service.getStatus().getLoadBalancer().getIngress().isEmpty()) {
      return "";
    }
    return service.getStatus().getLoadBalancer().getIngress().getFirst().getIp();
  }
}
