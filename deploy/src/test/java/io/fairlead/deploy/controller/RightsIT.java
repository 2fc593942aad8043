package io.fairlead.deploy.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fairlead.k8s.crd.BGPSessionState;
import io.fairlead.k8s.crd.ConfigurationState;
import io.fairlead.k8s.crd.ServiceBGPStatus;
import io.fairlead.k8s.crd.ServiceL2Status;
import io.fairlead.net.IpAddress;
import io.fairlead.report.Observation.AdvertisedService;
import io.fairlead.report.Observation.AnnouncedAddress;
import io.fairlead.report.Observation.BfdStatus;
import io.fairlead.report.Observation.BgpSession;
import io.fairlead.report.Observation.BgpStatus;
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
class RightsIT extends ControllerWithRights {
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

  /** Everything that a controller writes, once. */
  private void doEverything() throws Exception {
    apply(
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {namespace: metallb-system, name: config}
        data:
          config: |
            address-pools: [{name: old, protocol: layer2, auto-assign: false, addresses: [10.0.9.0/24]}]
        """);
    apply(service("web"));
    apply(foreignAnnotation("web"));
    await("why it is pending", () -> !conditions("web").isEmpty());
    await("nothing of another owner", () -> annotationsOf("web").isEmpty());
    apply(pool("10.0.42.0-10.0.42.0"));
    apply(
        """
        apiVersion: metallb.io/v1beta1
        kind: L2Advertisement
        metadata: {name: all, namespace: metallb-system}
        spec: {}
        """);
    await("the address", () -> "10.0.42.0".equals(addressOf("web")));
    await("no condition", () -> conditions("web").isEmpty());
    await("the counters", () -> pools().stream().anyMatch(p -> p.getStatus() != null));
    await("a state", () -> !all(ConfigurationState.class).isEmpty());
    await("the trust of the webhook", this::isWebhookTrusted);

    var announced =
        new AnnouncedAddress(IpAddress.parse("10.0.42.0"), 1, new TreeSet<>(Set.of("eth0")));
    var advertised = new AdvertisedService(WEB, new TreeSet<>(Set.of("tor")));
    var session = new BgpSession("tor", "", BgpStatus.ESTABLISHED, BfdStatus.UP);
    report(announced, advertised, session);
    await("the statuses", () -> all(ServiceL2Status.class).size() == 1);
    await("of BGP", () -> all(ServiceBGPStatus.class).size() == 1);
    await("of sessions", () -> all(BGPSessionState.class).size() == 1);
    await("of the speaker", () -> isShown("speaker-n1"));
    report();
    await("no statuses", () -> all(ServiceL2Status.class).isEmpty());
    await("none of BGP", () -> all(ServiceBGPStatus.class).isEmpty());
    await("none of sessions", () -> all(BGPSessionState.class).isEmpty());
    client.nodes().withName("n1").delete();
    await("no state of a node that is gone", () -> !isShown("speaker-n1"));
    retell();
    takeAwayTheType();
  }

  /** What another load balancer left behind, as its own field. */
  private static String foreignAnnotation(String name) {
    return service(name)
        .replace(
            "namespace: default}",
            "namespace: default, annotations: {metallb.io/ip-allocated-from-pool: elsewhere}}");
  }

  /** The same Event after another one: its count is raised. */
  private void retell() {
    apply(pool("10.0.43.0-10.0.43.0"));
    await("the other address", () -> "10.0.43.0".equals(addressOf("web")));
    apply(pool("10.0.42.0-10.0.42.0"));
    await("the address again", () -> "10.0.42.0".equals(addressOf("web")));
    await("an Event twice", () -> events().stream().anyMatch(count -> count > 1));
  }

  /** Only the server knows what has become of a Service that is no load balancer any more. */
  private void takeAwayTheType() {
    client
        .services()
        .inNamespace("default")
        .withName("web")
        .edit(
            service -> {
              service.getSpec().setType("ClusterIP");
              return service;
            });
    await("no address", () -> addressOf("web").isEmpty());
    await("no annotation", () -> annotationsOf("web").isEmpty());
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
