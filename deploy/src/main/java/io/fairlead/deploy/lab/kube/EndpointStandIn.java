package io.fairlead.deploy.lab.kube;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.deploy.lab.net.LabException;
import io.fairlead.deploy.lab.net.LabNetwork;
import io.fairlead.deploy.lab.net.LabNode;
import io.fairlead.k8s.lab.ClusterException;
import io.fairlead.k8s.lab.LabClient;
import io.fairlead.k8s.lab.PodDemand;
import io.fairlead.k8s.lab.PodDemandListener;
import io.fairlead.k8s.lab.PodDemandWatch;
import io.fairlead.k8s.lab.PodPort;
import io.fairlead.k8s.lab.PodSlices;
import io.fairlead.net.IpAddress;
import io.fairlead.net.IpFamily;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands in for the scheduler and the endpoint controller: for every Service with a selector it
 * runs one pod per node and publishes EndpointSlices. All work happens on one thread of its own.
 */
public final class EndpointStandIn implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EndpointStandIn.class);
  private static final int FIRST_HOST_NUMBER = 10;
  private static final int LAST_HOST_NUMBER = 250;
  private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

  private final PodSlices slices;
  private final LabNetwork network;
  private final List<LabNode> nodesWithPods;
  private final ScheduledExecutorService worker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("lab-endpoints").factory());
  private final Map<ServiceKey, Pods> running = new HashMap<>();
  private final Map<ServiceKey, PodDemand> wanted = new HashMap<>();
  private final Set<LabNode> deadNodes = new HashSet<>();
  private final PodDemandWatch watch;

  private record Pods(PodPlan plan, List<PodServer> servers) {}

  /**
   * Starts.
   *
   * @param nodesWithPods where pods run, unless a Service's annotation says otherwise
   */
  public EndpointStandIn(LabClient client, LabNetwork network, List<LabNode> nodesWithPods) {
    this.slices = client.podSlices();
    this.network = network;
    this.nodesWithPods = List.copyOf(nodesWithPods);
    this.watch = client.watchPodDemands(new Listener());
  }

  /** The node controller has given this node up: its pods are no longer ready. */
  public void nodeLost(LabNode node) {
    worker.execute(
        () -> {
          deadNodes.add(node);
          List.copyOf(wanted.keySet()).forEach(this::converge);
        });
  }

  /** The node is back. */
  public void nodeReturned(LabNode node) {
    worker.execute(
        () -> {
          deadNodes.remove(node);
          List.copyOf(wanted.keySet()).forEach(this::converge);
        });
  }

  private final class Listener implements PodDemandListener {
    @Override
    public void wanted(PodDemand demand) {
      worker.execute(
          () -> {
            wanted.put(demand.service(), demand);
            converge(demand.service());
          });
    }

    @Override
    public void unwanted(ServiceKey service) {
      worker.execute(
          () -> {
            wanted.remove(service);
            converge(service);
          });
    }
  }

  private void converge(ServiceKey key) {
    try {
      PodDemand demand = wanted.get(key);
      if (demand == null) {
        runPods(key, Optional.empty());
      } else {
        PodPlan plan = PodPlan.of(demand, hostNumber(key), nodesWithPods);
        runPods(key, Optional.of(plan));
        slices.publish(demand, plan.pods(deadNodes));
      }
    } catch (ClusterException | LabException e) {
      LOG.warn("endpoints of {}: {}; trying again", key, e.getMessage());
      schedule(key);
    }
  }

  private void schedule(ServiceKey key) {
    if (!worker.isShutdown()) {
      var retry =
          worker.schedule(() -> converge(key), RETRY_DELAY.toMillis(), TimeUnit.MILLISECONDS);
      LOG.debug("next try for {} in {} ms", key, retry.getDelay(TimeUnit.MILLISECONDS));
    }
  }

  private void runPods(ServiceKey key, Optional<PodPlan> plan) {
    Pods current = running.get(key);
    if (current != null && plan.isPresent() && current.plan().equals(plan.get())) {
      return;
    }
    if (current != null) {
      current.servers().forEach(PodServer::close);
      running.remove(key);
      if (plan.isEmpty()) {
        slices.withdraw(key);
      }
    }
    plan.ifPresent(p -> running.put(key, new Pods(p, start(p))));
  }

  private List<PodServer> start(PodPlan plan) {
    var servers = new ArrayList<PodServer>();
    for (LabNode node : plan.nodes()) {
      Path pods = network.plan().name().namespaceFile(node.podPlace());
      var identity =
          new PodServer.Identity(plan.service().name(), plan.podName(node), node.name().value());
      for (IpAddress address : plan.addresses(node)) {
        network.ipLines(node.podPlace(), List.of(addressLine(address)));
        plan.ports().stream()
            .map(port -> new PodPort("", port.protocol(), port.number()))
            .distinct()
            .forEach(port -> servers.add(server(pods, address, port, identity)));
      }
    }
    return List.copyOf(servers);
  }

  private static PodServer server(
      Path pods, IpAddress address, PodPort port, PodServer.Identity identity) {
    return port.protocol().equals("UDP")
        ? PodServer.datagrams(pods, address, port.number(), identity)
        : PodServer.http(pods, address, port.number(), identity);
  }

  private static String addressLine(IpAddress address) {
    return address.family() == IpFamily.IPV4
        ? "addr replace %s/24 dev eth0".formatted(address)
        : "addr replace %s/64 dev eth0 nodad".formatted(address);
  }

  /** The host number that the Service's pods have, or the lowest that nobody has. */
  private int hostNumber(ServiceKey key) {
    Pods current = running.get(key);
    if (current != null) {
      return current.plan().hostNumber();
    }
    Set<Integer> used = new HashSet<>();
    running.values().forEach(pods -> used.add(pods.plan().hostNumber()));
    for (int number = FIRST_HOST_NUMBER; number <= LAST_HOST_NUMBER; number++) {
      if (!used.contains(number)) {
        return number;
      }
    }
    throw LabException.failed(
        "the lab has pods for %d Services at most"
            .formatted(LAST_HOST_NUMBER - FIRST_HOST_NUMBER + 1));
  }

  @Override
  public void close() {
    watch.close();
    worker.execute(
        () -> {
          running.values().forEach(pods -> pods.servers().forEach(PodServer::close));
          running.clear();
          wanted.clear();
        });
    worker.shutdown();
    try {
      if (!worker.awaitTermination(RETRY_DELAY.toMillis() * 5, TimeUnit.MILLISECONDS)) {
        worker.shutdownNow();
      }
    } catch (InterruptedException e) {
      worker.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
