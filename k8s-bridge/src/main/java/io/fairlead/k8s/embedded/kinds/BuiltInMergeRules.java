package io.fairlead.k8s.embedded.kinds;

import io.fairlead.k8s.embedded.patch.ListRule;
import io.fairlead.k8s.embedded.patch.MergeRules;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The list keys of the built-in kinds, as Kubernetes' API types declare them. */
final class BuiltInMergeRules {
  private BuiltInMergeRules() {}

  static MergeRules of(String kind) {
    return switch (kind) {
      case "Service" ->
          new MergeRules(
              Map.of(
                  "spec.ports",
                  new ListRule(List.of("port", "protocol"), "port", false),
                  "status.conditions",
                  ListRule.map("type")),
              Set.of("spec.selector"));
      case "Node" ->
          new MergeRules(
              Map.of(
                  "spec.taints",
                  new ListRule(List.of(), "key", false),
                  "spec.podCIDRs",
                  ListRule.SET,
                  "status.addresses",
                  ListRule.map("type"),
                  "status.conditions",
                  ListRule.map("type")),
              Set.of());
      case "Namespace", "CustomResourceDefinition" ->
          new MergeRules(Map.of("status.conditions", ListRule.map("type")), Set.of());
      case "ServiceAccount" ->
          new MergeRules(
              Map.of(
                  "secrets", ListRule.map("name"),
                  "imagePullSecrets", ListRule.map("name")),
              Set.of());
      case "Pod" -> new MergeRules(podLists("spec"), Set.of("spec.nodeSelector"));
      case "Deployment", "DaemonSet", "StatefulSet" ->
          new MergeRules(
              podLists("spec.template.spec"),
              Set.of("spec.selector", "spec.template.spec.nodeSelector"));
      case "ValidatingWebhookConfiguration" ->
          // So the caBundle has another owner than the rest of the same webhook.
          new MergeRules(
              Map.of(
                  "webhooks", ListRule.map("name"),
                  "webhooks.matchConditions", ListRule.map("name")),
              Set.of("webhooks.namespaceSelector", "webhooks.objectSelector"));
      case "ClusterRole" -> new MergeRules(Map.of(), Set.of("aggregationRule"));
      default -> new MergeRules(Map.of(), Set.of());
    };
  }

  private static Map<String, ListRule> podLists(String spec) {
    Map<String, ListRule> lists = new HashMap<>();
    for (String containers : List.of(".containers", ".initContainers")) {
      String path = spec + containers;
      lists.put(path, ListRule.map("name"));
      lists.put(path + ".env", ListRule.map("name"));
      lists.put(
          path + ".ports",
          new ListRule(List.of("containerPort", "protocol"), "containerPort", false));
      lists.put(path + ".volumeMounts", ListRule.map("mountPath"));
      lists.put(path + ".volumeDevices", ListRule.map("devicePath"));
    }
    lists.put(spec + ".volumes", ListRule.map("name"));
    lists.put(spec + ".imagePullSecrets", ListRule.map("name"));
    lists.put(spec + ".hostAliases", ListRule.map("ip"));
    lists.put("status.conditions", ListRule.map("type"));
    return lists;
  }
}
