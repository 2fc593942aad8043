package io.fairlead.k8s.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.k8s.embedded.json.Json;
import io.fairlead.testing.Require;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stock kubectl against the embedded server: what a newcomer types, and what they then see. */
class KubectlIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int WAIT_FOR_JSONPATH_MINOR = 23;
  private static final int OPENAPI_V3_MINOR = 27;
  private static final String CONFIG =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: metallb-system}
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {namespace: metallb-system, name: config}
      data:
        config: |
          address-pools:
          - name: default
            protocol: layer2
            addresses:
            - 192.168.120.200-192.168.120.210
      """;
  private static final String SERVICE =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: web, labels: {app: web}}
      spec:
        type: LoadBalancer
        selector: {app: web}
        ports:
        - {name: http, port: 80, targetPort: 8080}
        - {name: https, port: 443}
      """;
  private static final String CRD =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: ipaddresspools.metallb.io}
      spec:
        group: metallb.io
        scope: Namespaced
        names: {kind: IPAddressPool, plural: ipaddresspools, singular: ipaddresspool, listKind: IPAddressPoolList}
        versions:
        - name: v1beta1
          served: true
          storage: true
          subresources: {status: {}}
          additionalPrinterColumns:
          - {name: Auto Assign, type: boolean, jsonPath: .spec.autoAssign}
          - {name: Addresses, type: string, jsonPath: .spec.addresses}
          schema:
            openAPIV3Schema:
              type: object
              required: [spec]
              properties:
                spec:
                  type: object
                  required: [addresses]
                  properties:
                    addresses: {type: array, items: {type: string}}
                    autoAssign: {type: boolean, default: true}
      """;
  private static final String POOL =
      """
      apiVersion: metallb.io/v1beta1
      kind: IPAddressPool
      metadata: {name: first, namespace: metallb-system}
      spec:
        addresses: [10.0.42.0/24]
      """;

  @TempDir private Path folder = Path.of("");
  private EmbeddedApiServer server = started();

  private record Said(int exit, String text) {}

  private static EmbeddedApiServer started() {
    try {
      return EmbeddedApiServer.start(EmbeddedApiSettings.defaults());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void prepare() throws IOException {
    Require.onPath("kubectl", "kubectl");
    Files.writeString(folder.resolve("kubeconfig"), server.kubeconfig());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void apply_createsThenLeavesUnchangedThenConfigures() throws IOException {
    String created = kubectl("apply", "-f", file(CONFIG));
    assertEquals("namespace/metallb-system created\nconfigmap/config created\n", created);
    String again = kubectl("apply", "-f", file(CONFIG));
    assertEquals("namespace/metallb-system unchanged\nconfigmap/config unchanged\n", again);
    assertEquals("service/web created\n", kubectl("apply", "-f", file(SERVICE)));
    String changed = SERVICE.replace("443", "8443");
    assertEquals("service/web configured\n", kubectl("apply", "-f", file(changed)));
    String ports = kubectl("get", "svc", "web", "-o", "jsonpath={.spec.ports[*].port}");
    assertEquals("80 8443", ports);
  }

  @Test
  void get_showsTheColumnsThatPeopleKnow() throws IOException {
    kubectl("apply", "-f", file(SERVICE));
    String pending = kubectl("get", "svc", "web");
    assertTrue(
        pending.matches(
            "(?s)NAME +TYPE +CLUSTER-IP +EXTERNAL-IP +PORT\\(S\\) +AGE\\s+web +LoadBalancer"
                + " +10\\.96\\.\\S+ +<pending> +80:3\\d+/TCP,443:3\\d+/TCP +\\d+s\\s+"),
        pending);
    giveAddress("192.168.120.200");
    assertTrue(kubectl("get", "svc", "web", "-o", "wide").contains(" 192.168.120.200 "));
    String described = kubectl("describe", "svc", "web");
    assertTrue(described.contains("192.168.120.200"), described);
    assertTrue(described.contains("TargetPort:"), described);
  }

  @Test
  void wait_endsWhenTheAddressComes() throws Exception {
    kubectl("apply", "-f", file(SERVICE));
    // By label and not by name: for one name kubectl drops the first event of its watch, and with
    // it any change that comes between its get and its watch.
    Process watching = begin("get", "svc", "-l", "app=web", "-w", "--no-headers");
    try (var lines = watching.inputReader(StandardCharsets.UTF_8)) {
      assertTrue(line(lines).contains("<pending>"));
      giveAddress("192.168.120.200");
      assertTrue(line(lines).contains("192.168.120.200"));
    } finally {
      watching.destroy();
    }
    if (minor() >= WAIT_FOR_JSONPATH_MINOR) {
      String address = "{.status.loadBalancer.ingress[0].ip}=192.168.120.200";
      kubectl("wait", "--for=jsonpath=" + address, "svc/web", "--timeout=10s");
    }
    String ip = "jsonpath={.status.loadBalancer.ingress[0].ip}";
    assertEquals("192.168.120.200", kubectl("get", "svc", "web", "-o", ip));
    assertEquals(
        "service \"web\" deleted",
        kubectl("delete", "svc", "web").strip().replace(" from default namespace", ""));
    assertEquals(1, run("get", "svc", "web").exit());
  }

  @Test
  void customKinds_areServedAsSoonAsTheyAreDefined() throws IOException {
    kubectl("apply", "-f", file(CONFIG));
    kubectl("apply", "-f", file(CRD));
    String name = "crd/ipaddresspools.metallb.io";
    kubectl("wait", "--for=condition=Established", name, "--timeout=10s");
    assertEquals("ipaddresspool.metallb.io/first created\n", kubectl("apply", "-f", file(POOL)));
    assertEquals("ipaddresspool.metallb.io/first unchanged\n", kubectl("apply", "-f", file(POOL)));
    String shown = kubectl("get", "ipaddresspools", "-A");
    assertTrue(shown.matches("(?s)NAMESPACE +NAME +AUTO ASSIGN +ADDRESSES.*"), shown);
    assertTrue(shown.contains("true") && shown.contains("10.0.42.0/24"), shown);
    Said refused = run("apply", "-f", file(POOL.replace("addresses:", "adresses:")));
    assertEquals(1, refused.exit());
    assertTrue(refused.text().contains("adresses") || refused.text().contains("spec.addresses"));
    kubectl("delete", "-f", file(CRD));
    assertEquals(1, run("get", "ipaddresspools", "-A").exit());
  }

  @Test
  void createAndExpose_makeADeploymentReachable() throws IOException {
    assertEquals(
        "deployment.apps/web created\n", kubectl("create", "deploy", "web", "--image=nginx"));
    kubectl("expose", "deploy", "web", "--port=80", "--type=LoadBalancer");
    assertEquals("web", kubectl("get", "svc", "web", "-o", "jsonpath={.spec.selector.app}"));
    assertEquals(
        "nginx",
        kubectl(
            "get", "deploy", "-o", "jsonpath={.items[0].spec.template.spec.containers[0].image}"));
    kubectl("create", "namespace", "shop");
    kubectl("create", "clusterrole", "shop:reader", "--verb=get", "--resource=pods");
    kubectl("create", "configmap", "c", "-n", "shop", "--from-literal=key=value");
    assertEquals("value", kubectl("get", "cm", "c", "-n", "shop", "-o", "jsonpath={.data.key}"));
    kubectl("create", "secret", "generic", "s", "-n", "shop", "--from-literal=key=value");
    assertEquals(
        "dmFsdWU=", kubectl("get", "secret", "s", "-n", "shop", "-o", "jsonpath={.data.key}"));
  }

  @Test
  void labelAnnotatePatch_changeTheObject() throws IOException {
    kubectl("apply", "-f", file(SERVICE));
    assertTrue(kubectl("label", "svc", "web", "tier=front").startsWith("service/web labeled"));
    kubectl("annotate", "svc", "web", "example.org/note=hello");
    assertEquals(
        "front/hello",
        kubectl(
            "get",
            "svc",
            "web",
            "-o",
            "jsonpath={.metadata.labels.tier}/{.metadata.annotations.example\\.org/note}"));
    String patch = "{\"spec\":{\"externalTrafficPolicy\":\"Local\"}}";
    assertEquals("service/web patched\n", kubectl("patch", "svc", "web", "-p", patch));
    Said refused = run("patch", "svc", "web", "-p", "{\"spec\":{\"ports\":[{\"port\":99999}]}}");
    assertEquals(1, refused.exit());
    assertTrue(refused.text().contains("must be between 1 and 65535"), refused.text());
  }

  @Test
  void serverSideApply_isUnderstoodAndKindsAreListed() throws IOException {
    Path service = Path.of(file(SERVICE));
    assertEquals(
        "service/web serverside-applied\n",
        kubectl("apply", "--server-side", "-f", service.toString()));
    String resources = kubectl("api-resources");
    assertTrue(resources.contains("endpointslices") && resources.contains("svc"), resources);
  }

  @Test
  void explain_showsTheFieldsOfACustomKind() throws IOException {
    if (minor() < OPENAPI_V3_MINOR) {
      Require.missing("kubectl-explain", "kubectl 1.27 or newer, which reads OpenAPI v3,");
    }
    kubectl("apply", "-f", file(CRD));
    String explained = kubectl("explain", "ipaddresspools.spec");
    assertTrue(explained.contains("addresses") && explained.contains("-required-"), explained);
  }

  private int minor() throws IOException {
    String version = kubectl("version", "--client", "-o", "json");
    String minor = Json.text(Json.parse(version), "clientVersion", "minor");
    return Integer.parseInt(minor.replaceAll("\\D", ""));
  }

  /** The next line, so that a watch that says nothing fails the test instead of stopping it. */
  private static String line(BufferedReader lines) throws Exception {
    return CompletableFuture.supplyAsync(() -> lines.lines().findFirst().orElse("the end"))
        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private void giveAddress(String ip) {
    try (ApiProbe probe = ContractTarget.plain(server.uri()).probe()) {
      probe
          .patch(
              "/api/v1/namespaces/default/services/web/status",
              "merge",
              "{status: {loadBalancer: {ingress: [{ip: " + ip + "}]}}}")
          .ok();
    }
  }

  private String file(String yaml) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "manifest", ".yaml"), yaml).toString();
  }

  /** The output of a run that succeeds and warns of nothing. */
  private String kubectl(String... arguments) throws IOException {
    Said said = run(arguments);
    assertEquals(0, said.exit(), said::text);
    assertFalse(said.text().contains("Warning"), said::text);
    return said.text();
  }

  private Said run(String... arguments) throws IOException {
    Process process = begin(arguments);
    try {
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS));
      return new Said(process.exitValue(), text);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private Process begin(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(program()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("KUBECONFIG", folder.resolve("kubeconfig").toString());
    builder.environment().put("KUBECACHEDIR", folder.resolve("cache").toString());
    builder.environment().put("HOME", folder.toString());
    return builder.start();
  }

  /** Another kubectl than the one on the path can be named, to try the server with its version. */
  private static String program() {
    return System.getenv().getOrDefault("KUBECTL", "kubectl");
  }
}
