package io.fairlead.k8s.write;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.config.ConfigHealth;
import io.fairlead.k8s.crd.BGPSessionState;
import io.fairlead.k8s.crd.BGPSessionStateStatus;
import io.fairlead.k8s.crd.ConfigurationState;
import io.fairlead.k8s.crd.ConfigurationStateStatus;
import io.fairlead.k8s.crd.ServiceBGPStatus;
import io.fairlead.k8s.crd.ServiceBGPStatusStatus;
import io.fairlead.k8s.crd.ServiceL2Status;
import io.fairlead.k8s.crd.ServiceL2StatusStatus;
import io.fairlead.k8s.crd.ServiceL2StatusStatus.InterfaceInfo;
import io.fairlead.k8s.watch.ObjectCache;
import io.fairlead.report.NodeStatuses;
import io.fairlead.report.Observation.BgpSession;
import io.fairlead.report.ServiceOnNode;
import io.fairlead.report.SpeakerHealth;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows what speakers report: ServiceL2Status, ServiceBGPStatus, BGPSessionState, and the
 * ConfigurationState of each speaker.
 *
 * <p>In the controller's namespace these objects are Fairlead's alone. What a report does not
 * confirm is removed, whoever made it: an earlier run, or MetalLB's speakers. An object of a node
 * that was not heard yet is left alone, unless the node or the Service is gone (ADR-0024).
 */
public final class NodeStatusWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NodeStatusWriter.class);
  private static final String NODE = "metallb.io/node";
  private static final String SERVICE = ServiceL2Status.SERVICE_LABEL;
  private static final String NAMESPACE = ServiceL2Status.NAMESPACE_LABEL;
  private static final String SPEAKER = "speaker-";

  private final NodeObjectWriter<ServiceL2Status, ServiceL2StatusStatus> l2;
  private final NodeObjectWriter<ServiceBGPStatus, ServiceBGPStatusStatus> bgp;
  private final NodeObjectWriter<BGPSessionState, BGPSessionStateStatus> sessions;
  private final NodeObjectWriter<ConfigurationState, ConfigurationStateStatus> configuration;
  private final ObjectCache cache;
  private final AtomicReference<@Nullable Supplier<NodeStatuses>> next = new AtomicReference<>();
  private final AtomicInteger looks = new AtomicInteger();
  private final ExecutorService looker =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("node-status").factory());

  /** Is told when it begins to show that a node announces a Service. */
  public interface Announcing {
    void began(ServiceKey service, NodeName node);
  }

  /**
   * @param client stays the caller's
   * @param namespace where the objects are
   * @param announcing is not told of what an earlier run showed already
   */
  public NodeStatusWriter(
      KubernetesClient client,
      ObjectCache cache,
      String namespace,
      Clock clock,
      Announcing announcing) {
    this.cache = cache;
    var shown = cache.statuses();
    l2 =
        new NodeObjectWriter<>(
            client,
            cache,
            namespace,
            ServiceL2Status.class,
            shown.l2(),
            (wanted, _) -> wanted,
            status -> tell(status, announcing));
    bgp =
        new NodeObjectWriter<>(
            client,
            cache,
            namespace,
            ServiceBGPStatus.class,
            shown.bgp(),
            (wanted, _) -> wanted,
            _ -> {});
    sessions =
        new NodeObjectWriter<>(
            client,
            cache,
            namespace,
            BGPSessionState.class,
            shown.sessions(),
            (wanted, _) -> wanted,
            _ -> {});
    configuration =
        new NodeObjectWriter<>(
            client,
            cache,
            namespace,
            ConfigurationState.class,
            shown.configuration(),
            (wanted, before) -> HealthStatus.continued(wanted, before, clock),
            _ -> {});
  }

  private static void tell(ServiceL2StatusStatus status, Announcing announcing) {
    var namespace = Objects.requireNonNull(status.serviceNamespace());
    var name = Objects.requireNonNull(status.serviceName());
    var node = Objects.requireNonNull(status.node());
    announcing.began(new ServiceKey(namespace, name), new NodeName(node));
  }

  /**
   * Makes the objects say this. Returns at once; of several in quick succession the last counts.
   *
   * @param statuses worked out when its turn comes, on a thread of this writer
   */
  public void show(Supplier<NodeStatuses> statuses) {
    if (next.getAndSet(statuses) == null) {
      looks.incrementAndGet();
      try {
        looker.execute(this::look);
      } catch (RejectedExecutionException e) {
        LOG.debug("closed", e);
      }
    }
  }

  private void look() {
    var newest = Objects.requireNonNull(next.getAndSet(null));
    try {
      var statuses = newest.get();
      showL2(statuses);
      showBgp(statuses);
      showSessions(statuses);
      showConfiguration(statuses);
    } catch (RuntimeException e) {
      LOG.error("what the speakers report cannot be shown", e);
    } finally {
      looks.decrementAndGet();
    }
  }

  private void showL2(NodeStatuses statuses) {
    var wanted = new HashMap<String, NodeObject<ServiceL2StatusStatus>>();
    statuses
        .l2()
        .forEach(
            (key, interfaces) -> {
              var named = interfaces.stream().map(InterfaceInfo::new).toList();
              var status =
                  new ServiceL2StatusStatus(
                      key.node().value(),
                      key.service().name(),
                      key.service().namespace(),
                      named.isEmpty() ? null : named);
              put(wanted, object("l2-", key, status));
            });
    l2.show(
        wanted,
        object -> {
          var status = object.getStatus();
          return status == null
              || decides(statuses, status.serviceNamespace(), status.serviceName(), status.node());
        });
  }

  private void showBgp(NodeStatuses statuses) {
    var wanted = new HashMap<String, NodeObject<ServiceBGPStatusStatus>>();
    statuses
        .bgp()
        .forEach(
            (key, peers) -> {
              var status =
                  new ServiceBGPStatusStatus(
                      key.node().value(),
                      key.service().name(),
                      key.service().namespace(),
                      peers.stream().toList());
              put(wanted, object("bgp-", key, status));
            });
    bgp.show(
        wanted,
        object -> {
          var status = object.getStatus();
          return status == null
              || decides(statuses, status.serviceNamespace(), status.serviceName(), status.node());
        });
  }

  private void showSessions(NodeStatuses statuses) {
    var wanted = new HashMap<String, NodeObject<BGPSessionStateStatus>>();
    statuses
        .sessions()
        .forEach((node, all) -> all.forEach(session -> put(wanted, object(node, session))));
    sessions.show(
        wanted,
        object -> {
          var status = object.getStatus();
          return status == null || decides(statuses, status.node());
        });
  }

  private void showConfiguration(NodeStatuses statuses) {
    var wanted = new HashMap<String, NodeObject<ConfigurationStateStatus>>();
    statuses.configuration().forEach((node, health) -> put(wanted, object(node, health)));
    // A speaker that was there and does not report is what somebody looks for.
    for (var node : statuses.cluster().nodes().keySet()) {
      boolean isSilent = !statuses.configuration().containsKey(node) && statuses.decides(node);
      if (isSilent && cache.statuses().configuration().get(SPEAKER + node).isPresent()) {
        put(wanted, object(node, SpeakerHealth.SILENT));
      }
    }
    configuration.show(
        wanted,
        object -> {
          var name = object.getMetadata().getName();
          return name.startsWith(SPEAKER) && decides(statuses, name.substring(SPEAKER.length()));
        });
  }

  private static boolean decides(
      NodeStatuses statuses,
      @Nullable String namespace,
      @Nullable String name,
      @Nullable String node) {
    return namespace == null
        || name == null
        || node == null
        || namespace.isEmpty()
        || name.isEmpty()
        || node.isEmpty()
        || statuses.decides(new ServiceKey(namespace, name), new NodeName(node));
  }

  private static boolean decides(NodeStatuses statuses, @Nullable String node) {
    return node == null || node.isEmpty() || statuses.decides(new NodeName(node));
  }

  private static <S> void put(Map<String, NodeObject<S>> wanted, NodeObject<S> object) {
    wanted.put(object.name(), object);
  }

  private static <S> NodeObject<S> object(String prefix, ServiceOnNode key, S status) {
    SortedMap<String, String> labels = new TreeMap<>();
    labels.put(NODE, key.node().value());
    labels.put(SERVICE, key.service().name());
    labels.put(NAMESPACE, key.service().namespace());
    return new NodeObject<>(
        NodeObject.name(prefix, key.service() + "@" + key.node()),
        key.node(),
        NodeObject.labels(labels),
        status);
  }

  private static NodeObject<BGPSessionStateStatus> object(NodeName node, BgpSession session) {
    SortedMap<String, String> labels = new TreeMap<>();
    labels.put("frrk8s.metallb.io/node", node.value());
    labels.put("frrk8s.metallb.io/peer", session.peer());
    labels.put("frrk8s.metallb.io/vrf", session.vrf());
    var status =
        new BGPSessionStateStatus(
            session.status().toString(),
            session.bfd().toString(),
            node.value(),
            session.peer(),
            Optional.of(session.vrf()).filter(vrf -> !vrf.isEmpty()).orElse(null));
    return new NodeObject<>(
        NodeObject.name("session-", session.peer() + "@" + node),
        node,
        NodeObject.labels(labels),
        status);
  }

  private static NodeObject<ConfigurationStateStatus> object(NodeName node, ConfigHealth health) {
    SortedMap<String, String> labels = new TreeMap<>();
    labels.put("metallb.io/component-type", "speaker");
    labels.put("metallb.io/node-name", node.value());
    return new NodeObject<>(
        SPEAKER + node,
        node,
        NodeObject.labels(labels),
        HealthStatus.of(health, HealthStatus.SPEAKER));
  }

  /** What was written so far, kind by kind; from any thread. */
  public List<WriteStats> stats() {
    return List.of(
        l2.stats("service_l2_status"),
        bgp.stats("service_bgp_status"),
        sessions.stats("bgp_session_state"),
        configuration.stats("speaker_state"));
  }

  /** True when no write waits or runs. */
  public boolean isIdle() {
    return looks.get() == 0
        && l2.isIdle()
        && bgp.isIdle()
        && sessions.isIdle()
        && configuration.isIdle();
  }

  @Override
  public void close() {
    looker.shutdownNow();
    l2.close();
    bgp.close();
    sessions.close();
    configuration.close();
  }
}
