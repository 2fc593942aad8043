package io.fairlead.k8s.embedded.kinds;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fairlead.k8s.embedded.patch.MergeRules;
import io.fairlead.k8s.embedded.rules.CrdRules;
import io.fairlead.k8s.embedded.rules.KindRules;
import io.fairlead.k8s.embedded.rules.ServiceAllocations;
import io.fairlead.k8s.embedded.rules.ServiceRules;
import io.fairlead.k8s.embedded.rules.StoredKinds;
import io.fairlead.k8s.embedded.schema.ModelSchemas;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The kinds that are there from the start. */
final class BuiltInKinds {
  private enum Scope {
    CLUSTER,
    NAMESPACED
  }

  private enum Has {
    STATUS,
    GENERATION
  }

  private static final Set<String> EVENT_FIELDS =
      Set.of(
          "involvedObject.kind",
          "involvedObject.namespace",
          "involvedObject.name",
          "involvedObject.uid",
          "involvedObject.apiVersion",
          "involvedObject.resourceVersion",
          "involvedObject.fieldPath",
          "reason",
          "reportingComponent",
          "source",
          "type");
  private static final Set<String> POD_FIELDS =
      Set.of("spec.nodeName", "spec.restartPolicy", "status.phase", "status.podIP");
  private static final Set<String> SERVICE_FIELDS = Set.of("spec.type", "spec.clusterIP");

  private final List<ServedKind> kinds = new ArrayList<>();

  private BuiltInKinds() {}

  static List<ServedKind> all(ServiceAllocations allocations, Clock clock) {
    var built = new BuiltInKinds();
    built.core(allocations);
    built.others(clock);
    return List.copyOf(built.kinds);
  }

  private void core(ServiceAllocations allocations) {
    String v1 = "v1";
    Scope in = Scope.NAMESPACED;
    add("", v1, Namespace.class, "namespaces", "ns", Scope.CLUSTER, Set.of("status.phase"))
        .with(new StoredKinds.NamespaceRules(), Has.STATUS);
    add("", v1, Service.class, "services", "svc", in, SERVICE_FIELDS)
        .with(new ServiceRules(allocations), Has.STATUS);
    add("", v1, Node.class, "nodes", "no", Scope.CLUSTER, Set.of("spec.unschedulable"))
        .with(new StoredKinds.NodeRules(), Has.STATUS);
    add("", v1, ConfigMap.class, "configmaps", "cm", in, Set.of()).with(KindRules.NONE);
    add("", v1, Secret.class, "secrets", "", in, Set.of("type"))
        .with(new StoredKinds.SecretRules());
    add("", v1, Event.class, "events", "ev", in, EVENT_FIELDS).with(new StoredKinds.EventRules());
    add("", v1, Pod.class, "pods", "po", in, POD_FIELDS)
        .with(new StoredKinds.PodRules(), Has.STATUS);
    add("", v1, Endpoints.class, "endpoints", "ep", in, Set.of()).with(KindRules.NONE);
    add("", v1, ServiceAccount.class, "serviceaccounts", "sa", in, Set.of()).with(KindRules.NONE);
  }

  private void others(Clock clock) {
    String v1 = "v1";
    Scope in = Scope.NAMESPACED;
    String rbac = "rbac.authorization.k8s.io";
    add("discovery.k8s.io", v1, EndpointSlice.class, "endpointslices", "", in, Set.of())
        .with(new StoredKinds.EndpointSliceRules(), Has.GENERATION);
    add("apps", v1, Deployment.class, "deployments", "deploy", in, Set.of())
        .with(new StoredKinds.DeploymentRules(), Has.STATUS, Has.GENERATION);
    add("apps", v1, DaemonSet.class, "daemonsets", "ds", in, Set.of())
        .with(KindRules.NONE, Has.STATUS, Has.GENERATION);
    add("apps", v1, StatefulSet.class, "statefulsets", "sts", in, Set.of())
        .with(KindRules.NONE, Has.STATUS, Has.GENERATION);
    add("coordination.k8s.io", v1, Lease.class, "leases", "", in, Set.of()).with(KindRules.NONE);
    add(rbac, v1, Role.class, "roles", "", in, Set.of()).with(KindRules.NONE);
    add(rbac, v1, RoleBinding.class, "rolebindings", "", in, Set.of()).with(KindRules.NONE);
    add(rbac, v1, ClusterRole.class, "clusterroles", "", Scope.CLUSTER, Set.of())
        .with(KindRules.NONE);
    add(rbac, v1, ClusterRoleBinding.class, "clusterrolebindings", "", Scope.CLUSTER, Set.of())
        .with(KindRules.NONE);
    add(
            "admissionregistration.k8s.io",
            v1,
            ValidatingWebhookConfiguration.class,
            "validatingwebhookconfigurations",
            "",
            Scope.CLUSTER,
            Set.of())
        .with(KindRules.NONE, Has.GENERATION);
    add(
            "apiextensions.k8s.io",
            v1,
            CustomResourceDefinition.class,
            "customresourcedefinitions",
            "crd,crds",
            Scope.CLUSTER,
            Set.of())
        .with(new CrdRules(clock), Has.STATUS, Has.GENERATION);
  }

  private Addition add(
      String group,
      String version,
      Class<?> model,
      String plural,
      String shortNames,
      Scope scope,
      Set<String> fieldLabels) {
    return new Addition(group, version, model, plural, shortNames, scope, fieldLabels);
  }

  /** A kind of which only its behaviour is still to be said. */
  private final class Addition {
    private final String group;
    private final String version;
    private final Class<?> model;
    private final String plural;
    private final String shortNames;
    private final Scope scope;
    private final Set<String> fieldLabels;

    Addition(
        String group,
        String version,
        Class<?> model,
        String plural,
        String shortNames,
        Scope scope,
        Set<String> fieldLabels) {
      this.group = group;
      this.version = version;
      this.model = model;
      this.plural = plural;
      this.shortNames = shortNames;
      this.scope = scope;
      this.fieldLabels = fieldLabels;
    }

    void with(KindRules rules, Has... features) {
      String kind = model.getSimpleName();
      MergeRules mergeRules = BuiltInMergeRules.of(kind);
      List<Has> has = Arrays.asList(features);
      List<String> aliases =
          Arrays.stream(shortNames.split(",")).filter(alias -> !alias.isEmpty()).toList();
      boolean inAll = List.of("pods", "services", "deployments", "daemonsets").contains(plural);
      kinds.add(
          new ServedKind(
              group,
              version,
              kind,
              plural,
              kind.toLowerCase(Locale.ROOT),
              aliases,
              inAll ? List.of("all") : List.of(),
              scope == Scope.NAMESPACED,
              has.contains(Has.STATUS),
              false,
              has.contains(Has.GENERATION),
              ModelSchemas.of(model),
              mergeRules,
              fieldLabels,
              List.of(),
              "",
              rules));
    }
  }
}
