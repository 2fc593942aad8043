package io.fairlead.deploy.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What fails without one of the rules of the role; each is taken away in a run of its own. */
class RemovedRightsIT extends EveryRight {
  /** Longer than the step takes; what is refused does not come. */
  private static final long LACK_MILLIS = 3_000;

  private static final List<String> CLUSTER_ROLES =
      List.of("metallb-system:controller", "metallb-system:controller-webhook");

  private String lacking = "";

  @Override
  long patienceMillis(String what) {
    return what.equals(lacking) ? LACK_MILLIS : super.patienceMillis(what);
  }

  /** Number of the rule in its role, what it is about, what cannot be done, what is refused. */
  @ParameterizedTest
  @CsvSource({
    "0, services,                       why it is pending,     list services",
    "1, endpointslices,                 why it is pending,     list endpointslices.discovery.k8s.io",
    "2, services,                       nothing of another owner, patch services in default",
    "3, services/status,                why it is pending,     patch services/status in default",
    "4, events,                         an Event twice,        create events in default"
  })
  void withoutARuleOfTheClusterRole_thisFails(int rule, String about, String step, String refusal)
      throws Exception {
    var role = client.rbac().clusterRoles().withName(CLUSTER_ROLES.getFirst()).require();
    assertIsAbout(about, role.getRules().remove(rule));
    client.resource(role).update();

    assertFails(step, refusal);
  }

  @Test
  void withoutTheRoleOfTheWebhook_itIsNotTrusted() throws Exception {
    var role = client.rbac().clusterRoles().withName(CLUSTER_ROLES.getLast()).require();
    assertIsAbout("validatingwebhookconfigurations", role.getRules().removeFirst());
    client.resource(role).update();

    assertFails(
        "the trust of the webhook",
        "get validatingwebhookconfigurations.admissionregistration.k8s.io");
  }

  @ParameterizedTest
  @CsvSource({
    "0, ipaddresspools,                 why it is pending,     list ipaddresspools.metallb.io",
    "1, ipaddresspools/status,          the counters,          patch ipaddresspools/status.metallb.io",
    "2, configurationstates,            a state,               list configurationstates.metallb.io",
    "3, configurationstates/status,     of the speaker,        patch configurationstates/status.metallb.io",
    "4, bgpsessionstates,               of sessions,           list bgpsessionstates.frrk8s.metallb.io",
    "5, bgpsessionstates/status,        the state of sessions, patch bgpsessionstates/status.frrk8s.metallb.io",
    "6, configmaps,                     why it is pending,     list configmaps",
    "7, secrets,                        why it is pending,     list secrets"
  })
  void withoutARuleOfTheRole_thisFails(int rule, String about, String step, String refusal)
      throws Exception {
    var role = client.rbac().roles().inNamespace(NAMESPACE).withName("controller").require();
    assertIsAbout(about, role.getRules().remove(rule));
    client.resource(role).update();

    assertFails(step, refusal + " in " + NAMESPACE);
  }

  @Test
  void everyRule_isTakenAwayOnce() {
    var rules = new ArrayList<PolicyRule>();
    for (String name : CLUSTER_ROLES) {
      rules.addAll(client.rbac().clusterRoles().withName(name).require().getRules());
    }
    rules.addAll(
        client.rbac().roles().inNamespace(NAMESPACE).withName("controller").require().getRules());

    assertEquals(5 + 1 + 8, rules.size());
  }

  private static void assertIsAbout(String resource, PolicyRule rule) {
    assertTrue(rule.getResources().contains(resource), rule::toString);
  }

  private void assertFails(String step, String refusal) throws Exception {
    lacking = step;
    startController();

    var failure = assertThrows(AssertionError.class, this::doEverything);

    assertTrue(
        String.valueOf(failure.getMessage()).startsWith("waited in vain for " + step + ";"),
        failure::toString);
    assertTrue(
        api.refusals().stream().anyMatch(each -> each.startsWith(refusal)),
        () -> refusal + " is not among " + api.refusals());
  }
}
