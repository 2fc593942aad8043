package io.fairlead.deploy.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * The rights in {@code deploy/manifests/rbac} are enough for all that a controller does, and none
 * of them is too many: a controller with a token of exactly that role does everything once.
 */
class RightsIT extends EveryRight {
  @Test
  void rightsOfTheManifest_areEnoughAndNoneIsTooMany() throws Exception {
    startController();
    doEverything();

    assertEquals(List.of(), api.refusals(), "what the role lacks");
    var granted = granted();
    assertEquals(new TreeSet<>(granted).size(), granted.size(), "no right is granted twice");
    var unused = new TreeSet<>(granted);
    unused.removeAll(api.uses());
    assertEquals(Set.of(), unused, "rights that nothing needs");
  }

  @Test
  void missingRight_isRefusedAndTheRestGoesOn() throws Exception {
    var role = client.rbac().clusterRoles().withName("metallb-system:controller").get();
    role.getRules().removeIf(rule -> rule.getResources().contains("events"));
    client.resource(role).update();
    startController();

    apply(pool("10.0.42.0/24"));
    apply(service("web"));
    await("the address", () -> "10.0.42.0".equals(addressOf("web")));
    await("a refusal", () -> api.refusals().contains("create events in default"));
    assertTrue(client.v1().events().inNamespace("default").list().getItems().isEmpty());
  }

  @Test
  void secretsOfOtherNamespaces_andDefinitions_areOutOfReach() throws Exception {
    var config = Config.fromKubeconfig(folder.resolve("controller").toFile());
    try (var controller = new KubernetesClientBuilder().withConfig(config).build()) {
      refuses(() -> controller.secrets().inAnyNamespace().list());
      refuses(() -> controller.secrets().inNamespace("default").list());
      refuses(() -> controller.apiextensions().v1().customResourceDefinitions().list());
      refuses(() -> controller.rbac().roles().inNamespace(NAMESPACE).list());
      refuses(() -> controller.pods().inNamespace(NAMESPACE).list());
      assertFalse(controller.nodes().list().getItems().isEmpty());
    }
    var accounts = client.serviceAccounts().inAnyNamespace().list().getItems();
    assertEquals(
        List.of("controller"), accounts.stream().map(a -> a.getMetadata().getName()).toList());
  }

  private static void refuses(Supplier<?> request) {
    try {
      var _ = request.get();
    } catch (KubernetesClientException e) {
      assertEquals(403, e.getCode());
      return;
    }
    throw new AssertionError("it was not refused");
  }

  /** Every right of the manifest, worded as the server words a request. */
  private List<String> granted() {
    var granted = new ArrayList<String>();
    for (String name : List.of("metallb-system:controller", "metallb-system:controller-webhook")) {
      var all = client.rbac().clusterRoles().withName(name).get();
      all.getRules().forEach(rule -> granted.addAll(granted(rule, "")));
    }
    var own = client.rbac().roles().inNamespace(NAMESPACE).withName("controller").get();
    own.getRules().forEach(rule -> granted.addAll(granted(rule, NAMESPACE)));
    return granted;
  }

  /** A right in all namespaces shows its need by a use in any. */
  private List<String> granted(PolicyRule rule, String namespace) {
    var granted = new ArrayList<String>();
    for (String group : rule.getApiGroups()) {
      for (String resource : rule.getResources()) {
        for (String verb : rule.getVerbs()) {
          String right = verb + " " + resource + (group.isEmpty() ? "" : "." + group);
          var used = api.uses().stream().filter(use -> isOf(use, right, namespace)).findFirst();
          granted.add(used.orElse(right));
        }
      }
    }
    return granted;
  }

  private static boolean isOf(String use, String right, String namespace) {
    return namespace.isEmpty()
        ? use.equals(right) || use.startsWith(right + " in ")
        : use.equals(right + " in " + namespace);
  }
}
