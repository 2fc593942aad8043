package io.fairlead.k8s.embedded.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.k8s.embedded.json.Json;
import io.fairlead.k8s.embedded.kinds.ServedKind;
import io.fairlead.k8s.embedded.patch.MergeRules;
import io.fairlead.k8s.embedded.rules.KindRules;
import io.fairlead.k8s.embedded.store.LabelSelector;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookMatchTest {
  private static final ServedKind OLD = kind("metallb.io", "v1beta1", "bgppeers");
  private static final ServedKind NEW = kind("metallb.io", "v1beta2", "bgppeers");
  private static final List<ServedKind> VERSIONS = List.of(OLD, NEW);

  private static ServedKind kind(String group, String version, String plural) {
    return new ServedKind(
        group,
        version,
        "BGPPeer",
        plural,
        "bgppeer",
        List.of(),
        List.of(),
        true,
        true,
        true,
        true,
        Json.object(),
        MergeRules.ofSchema(Json.object()),
        Set.of(),
        List.of(),
        "",
        KindRules.NONE);
  }

  private static Write write(ServedKind kind, String namespace, String subresource) {
    return new Write(
        kind,
        namespace,
        "tor",
        subresource,
        false,
        false,
        "kubectl",
        Write.UnknownFields.WARN,
        List.of());
  }

  private static JsonNode yaml(String text) throws IOException {
    return Json.parseYaml("---\n" + text);
  }

  private static String wanted(String webhook, Write write, String operation) throws IOException {
    return WebhookMatch.wanted(yaml(webhook), write, operation, VERSIONS)
        .map(ServedKind::version)
        .orElse("nobody");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bgppeers          | bgppeers, ''     | v1beta2
          bgppeers          | bgppeers, status | nobody
          bgppeers/status   | bgppeers, status | v1beta2
          bgppeers/*        | bgppeers, status | v1beta2
          '*'               | bgppeers, ''     | v1beta2
          '*'               | bgppeers, status | nobody
          '*/*'             | bgppeers, status | v1beta2
          '*/*'             | bgppeers, ''     | v1beta2
          '*/status'        | bgppeers, ''     | nobody
          communities       | bgppeers, ''     | nobody
          """)
  void rule_takesTheResourcesAndSubresourcesThatItNames(
      String resources, String of, String expected) throws IOException {
    String subresource = of.contains("status") ? "status" : "";
    String webhook =
        "rules: [{apiGroups: [metallb.io], apiVersions: [v1beta2], operations: [UPDATE], resources:"
            + " ['"
            + resources
            + "']}]";

    assertEquals(expected, wanted(webhook, write(NEW, "metallb-system", subresource), "UPDATE"));
  }

  @ParameterizedTest
  @CsvSource({
    "Namespaced, metallb-system, v1beta2",
    "Namespaced, '', nobody",
    "Cluster, metallb-system, nobody",
    "Cluster, '', v1beta2",
    "'*', '', v1beta2",
    "'', metallb-system, v1beta2"
  })
  void scope_tellsWhatIsInANamespaceFromWhatIsNot(String scope, String namespace, String expected)
      throws IOException {
    String webhook =
        "rules: [{apiGroups: ['*'], apiVersions: ['*'], operations: ['*'], resources: ['*'], scope:"
            + " '"
            + scope
            + "'}]";

    assertEquals(expected, wanted(webhook, write(NEW, namespace, ""), "CREATE"));
  }

  @ParameterizedTest
  @CsvSource({
    "Equivalent, v1beta2, v1beta1, v1beta2",
    "Exact, v1beta2, v1beta1, nobody",
    "'', v1beta2, v1beta1, v1beta2",
    "Equivalent, '*', v1beta1, v1beta1",
    "Equivalent, v1, v1beta1, nobody"
  })
  void changeByAnotherVersion_isShownInTheVersionOfTheRule(
      String policy, String ruled, String asked, String expected) throws IOException {
    String webhook =
        "{matchPolicy: '%s', rules: [{apiGroups: [metallb.io], apiVersions: ['%s'], operations: [CREATE], resources: [bgppeers]}]}"
            .formatted(policy, ruled);

    var kind = asked.equals("v1beta1") ? OLD : NEW;
    assertEquals(expected, wanted(webhook, write(kind, "metallb-system", ""), "CREATE"));
  }

  @Test
  void otherOperationsAndGroups_areNotTaken() throws IOException {
    String webhook =
        "rules: [{apiGroups: [%s], apiVersions: ['*'], operations: [CREATE, UPDATE], resources: ['*']}]";
    var write = write(NEW, "metallb-system", "");

    assertEquals("nobody", wanted(webhook.formatted("metallb.io"), write, "DELETE"));
    assertEquals("v1beta2", wanted(webhook.formatted("metallb.io"), write, "UPDATE"));
    assertEquals("nobody", wanted(webhook.formatted("apps"), write, "UPDATE"));
  }

  @Test
  void webhookConfigurations_areJudgedByNoWebhook() throws IOException {
    var kind = kind("admissionregistration.k8s.io", "v1", "validatingwebhookconfigurations");
    String all =
        "rules: [{apiGroups: ['*'], apiVersions: ['*'], operations: ['*'], resources: ['*']}]";

    var asked = WebhookMatch.wanted(yaml(all), write(kind, "", ""), "UPDATE", List.of(kind));

    assertEquals(true, asked.isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                              | true
          {matchLabels: {team: a}}                                        | true
          {matchLabels: {team: b}}                                        | false
          {matchLabels: {team: a, tier: x}}                               | false
          {matchExpressions: [{key: team, operator: In, values: [a, b]}]} | true
          {matchExpressions: [{key: team, operator: NotIn, values: [a]}]} | false
          {matchExpressions: [{key: tier, operator: NotIn, values: [a]}]} | true
          {matchExpressions: [{key: tier, operator: In, values: [a]}]}    | false
          {matchExpressions: [{key: team, operator: Exists}]}             | true
          {matchExpressions: [{key: team, operator: DoesNotExist}]}       | false
          {matchExpressions: [{key: tier, operator: DoesNotExist}]}       | true
          """)
  void selector_isThatOfKubernetes(String selector, boolean expected) throws IOException {
    assertEquals(expected, LabelSelector.matches(yaml(selector), yaml("{team: a}")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {namespaceSelector: {matchLabels: {judged: 'yes'}}} | yes | true
          {namespaceSelector: {matchLabels: {judged: 'yes'}}} | no  | false
          {namespaceSelector: {}}                             | no  | true
          {}                                                  | no  | true
          """)
  void namespaceSelector_looksAtTheLabelsOfTheNamespace(
      String webhook, String label, boolean expected) throws IOException {
    var namespace = yaml("metadata: {labels: {judged: '" + label + "'}}");

    assertEquals(
        expected, WebhookMatch.selects(yaml(webhook), namespace, null, yaml("metadata: {}")));
  }

  @Test
  void whatIsInNoNamespace_isTakenByEveryNamespaceSelector() throws IOException {
    var webhook = yaml("{namespaceSelector: {matchLabels: {judged: 'yes'}}}");

    assertEquals(true, WebhookMatch.selects(webhook, null, null, yaml("metadata: {}")));
  }

  @Test
  void objectSelector_takesWhatWasOrWillBeSelected() throws IOException {
    var webhook = yaml("{objectSelector: {matchLabels: {judged: 'yes'}}}");
    var judged = yaml("metadata: {labels: {judged: 'yes'}}");
    var other = yaml("metadata: {labels: {judged: 'no'}}");

    assertEquals(true, WebhookMatch.selects(webhook, null, judged, other), "no way out");
    assertEquals(true, WebhookMatch.selects(webhook, null, other, judged));
    assertEquals(true, WebhookMatch.selects(webhook, null, judged, null));
    assertEquals(false, WebhookMatch.selects(webhook, null, other, other));
    assertEquals(false, WebhookMatch.selects(webhook, null, null, other));
  }
}
