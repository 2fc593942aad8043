package io.fairlead.k8s.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceConversion;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fairlead.testing.Require;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What becomes of the definition of BGPPeer that MetalLB left, with its conversion webhook, when
 * somebody applies ours with kubectl (ADR-0025).
 */
class BgpPeerDefinitionIT {
  private static final Path OURS =
      Path.of(
              System.getProperty("fairlead.root", ".."),
              "deploy/manifests/crds/metallb.io_bgppeers.yaml")
          .toAbsolutePath();
  private static final String NAME = "bgppeers.metallb.io";
  private static final String REFUSAL = "should not be set when strategy is not set to Webhook";

  /** The step in docs/compatibility.md. */
  private static final String STEP =
      "{\"spec\":{\"conversion\":{\"strategy\":\"None\",\"webhook\":null}}}";

  @TempDir private Path folder = Path.of("");
  private final EmbeddedApiServer server;
  private final KubernetesClient client;

  private record Said(int exit, String text) {}

  BgpPeerDefinitionIT() throws IOException {
    server = EmbeddedApiServer.start(EmbeddedApiSettings.defaults());
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(server.kubeconfig()))
            .build();
  }

  @BeforeEach
  void prepare() throws IOException {
    Require.onPath("kubectl", "kubectl");
    Files.writeString(folder.resolve("kubeconfig"), server.kubeconfig());
    Files.writeString(
        folder.resolve("theirs.yaml"),
        Files.readString(OURS)
            .replace(
                "    strategy: \"None\"\n",
                """
                    strategy: Webhook
                    webhook:
                      clientConfig:
                        service: {namespace: metallb-system, name: metallb-webhook-service, path: /convert}
                      conversionReviewVersions: [v1beta1, v1beta2]
                """));
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  /** The table of the decision: how theirs came, how ours comes, and the exit code of kubectl. */
  @ParameterizedTest
  @CsvSource({
    "apply, apply, 0",
    "apply, apply --server-side --force-conflicts, 1",
    "create, apply, 1",
    "create, apply --server-side --force-conflicts, 1",
    "apply --server-side, apply, 1",
    "apply --server-side, apply --server-side --force-conflicts, 1"
  })
  void ours_replacesTheirs_orIsRefusedUntilTheWebhookIsTakenAway(
      String theirs, String ours, int exit) throws Exception {
    says(0, command(theirs, folder.resolve("theirs.yaml")));
    writeBundle();

    var said = says(exit, command(ours, OURS));

    if (exit != 0) {
      assertTrue(said.contains(REFUSAL), said);
      assertEquals("Webhook", conversion().getStrategy(), "nothing was changed");
      says(0, "patch", "crd", NAME, "--type=merge", "-p", STEP);
      says(0, command(ours, OURS));
    }
    assertConvertsByName();
  }

  private static String[] command(String verb, Path file) {
    return (verb + " -f " + file).split(" ");
  }

  @Test
  void theStep_doesNoHarmWhereThereIsNoWebhook() throws Exception {
    says(0, "apply", "-f", OURS.toString());
    says(0, "patch", "crd", NAME, "--type=merge", "-p", STEP);
    says(0, "apply", "-f", OURS.toString());
    assertConvertsByName();
  }

  /** As MetalLB's controller does, under its own name. */
  private void writeBundle() {
    client
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName(NAME)
        .edit(
            definition -> {
              definition
                  .getSpec()
                  .getConversion()
                  .getWebhook()
                  .getClientConfig()
                  .setCaBundle("Y2E=");
              return definition;
            });
    assertNotEquals(null, conversion().getWebhook());
  }

  private void assertConvertsByName() {
    assertEquals("None", conversion().getStrategy());
    assertEquals(null, conversion().getWebhook());
  }

  private CustomResourceConversion conversion() {
    return client
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName(NAME)
        .require()
        .getSpec()
        .getConversion();
  }

  private String says(int exit, String... arguments) throws Exception {
    var said = run(arguments);
    assertEquals(exit, said.exit(), said.text());
    return said.text();
  }

  private Said run(String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("kubectl"));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("KUBECONFIG", folder.resolve("kubeconfig").toString());
    builder.environment().put("KUBECACHEDIR", folder.resolve("cache").toString());
    builder.environment().put("HOME", folder.toString());
    var process = builder.start();
    var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    return new Said(process.exitValue(), text);
  }
}
