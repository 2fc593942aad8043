package io.fairlead.k8s.write;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fairlead.config.ConfigHealth;
import io.fairlead.config.ConfigRule;
import io.fairlead.config.LbConfig;
import io.fairlead.k8s.crd.ConfigurationState;
import io.fairlead.k8s.crd.ConfigurationStateStatus;
import io.fairlead.k8s.watch.ObjectCache;
import io.fairlead.k8s.watch.WatchSettings;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Shows what the controller makes of the configuration: the ConfigurationState named {@code
 * controller}, and one Event when ConfigMap and custom resources are both there.
 */
public final class ConfigStateWriter implements AutoCloseable {
  /** Name of the object, as MetalLB's controller names its own. */
  public static final String NAME = "controller";

  private static final WriteQueue.Pace PACE = new WriteQueue.Pace(500, 500, 1);
  private static final String BOTH = "config.configmap-and-resources";

  private final KubernetesClient client;
  private final ObjectCache cache;
  private final String namespace;
  private final Clock clock;
  private final WriteQueue queue = new WriteQueue("configuration-state", PACE);
  private volatile boolean toldOfBoth;

  /**
   * @param client stays the caller's
   */
  public ConfigStateWriter(
      KubernetesClient client, ObjectCache cache, String namespace, Clock clock) {
    this.client = client;
    this.cache = cache;
    this.namespace = namespace;
    this.clock = clock;
  }

  /** Makes the object say this. Returns at once; does nothing when it says so already. */
  public void show(LbConfig config) {
    var health = ConfigHealth.of(config);
    queue.submitCompared(NAME, () -> converge(health));
    boolean both =
        config.faults().stream().anyMatch(fault -> fault.rule() == ConfigRule.LEGACY_AND_RESOURCES);
    if (both && !toldOfBoth) {
      queue.submit(BOTH, this::tellOfBoth);
    }
    toldOfBoth = both;
  }

  /** True when no write waits or runs. */
  public boolean isIdle() {
    return queue.isIdle();
  }

  /** What was written so far; from any thread. */
  public WriteStats stats() {
    return queue.stats("configuration_state");
  }

  private WriteOutcome converge(ConfigHealth health) {
    var shown = cache.configurationState(NAME);
    if (shown.isPresent() && says(shown.get(), health)) {
      return WriteOutcome.UNCHANGED;
    }
    var metadata =
        Map.of(
            "name", NAME,
            "namespace", namespace,
            "labels", Map.of("metallb.io/component-type", NAME));
    if (shown.isEmpty()) {
      apply(Map.of("metadata", metadata), false);
    }
    apply(Map.of("metadata", metadata, "status", status(health, shown)), true);
    return WriteOutcome.WRITTEN;
  }

  private void apply(Map<String, Object> parts, boolean status) {
    var body = new TreeMap<String, Object>(parts);
    body.put("apiVersion", "metallb.io/v1beta1");
    body.put("kind", "ConfigurationState");
    var json = client.getKubernetesSerialization();
    var resource =
        client
            .genericKubernetesResources(
                ResourceDefinitionContext.fromResourceType(ConfigurationState.class))
            .resource(json.convertValue(body, GenericKubernetesResource.class));
    if (status) {
      resource.subresource("status").patch(StatusPatch.APPLY);
    } else {
      resource.patch(StatusPatch.APPLY);
    }
  }

  private static boolean says(ConfigurationState state, ConfigHealth health) {
    var status = state.getStatus();
    if (status == null
        || !health.result().toString().equals(status.result())
        || !health.summary().equals(Optional.ofNullable(status.errorSummary()).orElse(""))) {
      return false;
    }
    var condition = condition(state);
    return condition.isPresent()
        && statusText(health).equals(condition.get().status())
        && health.reason().toString().equals(condition.get().reason());
  }

  private static Optional<ConfigurationStateStatus.StateCondition> condition(
      ConfigurationState state) {
    var status = state.getStatus();
    var conditions = status == null ? null : status.conditions();
    return conditions == null
        ? Optional.empty()
        : conditions.stream().filter(c -> HealthStatus.CONTROLLER.equals(c.type())).findFirst();
  }

  private Map<String, Object> status(ConfigHealth health, Optional<ConfigurationState> shown) {
    // The time is that of the last change of the status, not of the last write.
    String since =
        shown
            .flatMap(ConfigStateWriter::condition)
            .filter(condition -> statusText(health).equals(condition.status()))
            .flatMap(condition -> Optional.ofNullable(condition.lastTransitionTime()))
            .orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    return Map.of(
        "result", health.result().toString(),
        "errorSummary", health.summary(),
        "conditions",
            List.of(
                Map.of(
                    "type", HealthStatus.CONTROLLER,
                    "status", statusText(health),
                    "reason", health.reason().toString(),
                    "message", health.summary(),
                    "lastTransitionTime", since)));
  }

  private static String statusText(ConfigHealth health) {
    return health.isTrue() ? "True" : "False";
  }

  /** The name is fixed, so that a restart does not tell again what is still there to be read. */
  private void tellOfBoth() {
    String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    var configMap =
        Optional.<ConfigMap>ofNullable(
            client.configMaps().inNamespace(namespace).withName(WatchSettings.CONFIG_MAP).get());
    var event =
        new EventBuilder()
            .withNewMetadata()
            .withName(BOTH)
            .withNamespace(namespace)
            .endMetadata()
            .withNewInvolvedObject()
            .withApiVersion("v1")
            .withKind("ConfigMap")
            .withNamespace(namespace)
            .withName(WatchSettings.CONFIG_MAP)
            .withUid(configMap.map(object -> object.getMetadata().getUid()).orElse(null))
            .endInvolvedObject()
            .withType("Warning")
            .withReason("ConfigMapAndResources")
            .withMessage(ConfigRule.LEGACY_AND_RESOURCES.sentence())
            .withNewSource()
            .withComponent("metallb-controller")
            .endSource()
            .withReportingComponent("metallb-controller")
            .withFirstTimestamp(now)
            .withLastTimestamp(now)
            .withCount(1)
            .build();
    try {
      client.v1().events().inNamespace(namespace).resource(event).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
    }
  }

  @Override
  public void close() {
    queue.close();
  }
}
