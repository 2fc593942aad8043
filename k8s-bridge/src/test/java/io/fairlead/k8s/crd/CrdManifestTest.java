package io.fairlead.k8s.crd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The committed CRD files are what the classes say. {@code -Dupdate-crds} rewrites them. */
class CrdManifestTest {
  private static final Path MANIFESTS =
      Path.of(System.getProperty("fairlead.root", ".."), "deploy", "manifests", "crds");

  @TempDir Path generated;

  /** Every kind, by file; a kind with two versions has two classes. */
  static Stream<List<Class<? extends HasMetadata>>> kinds() {
    return Stream.of(
        List.of(IPAddressPool.class),
        List.of(L2Advertisement.class),
        List.of(BGPAdvertisement.class),
        List.of(BGPPeer.class, BGPPeerV1Beta1.class),
        List.of(BFDProfile.class),
        List.of(Community.class),
        List.of(ServiceL2Status.class),
        List.of(ServiceBGPStatus.class),
        List.of(ConfigurationState.class),
        List.of(BGPSessionState.class));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void manifest_isWhatTheClassesGenerate(List<Class<? extends HasMetadata>> kinds)
      throws IOException {
    String plural = HasMetadata.getPlural(kinds.getFirst());
    String group = HasMetadata.getGroup(kinds.getFirst());
    Path committed = MANIFESTS.resolve(group + "_" + plural + ".yaml");

    new CRDGenerator()
        .customResourceClasses(kinds)
        .withPostProcessor(
            new CRDPostProcessor() {
              @Override
              public HasMetadata process(HasMetadata crd, String crdSpecVersion) {
                return CrdPolish.polish(crd, kinds);
              }
            })
        .inOutputDir(generated.toFile())
        .detailedGenerate();

    String yaml = Files.readString(generated.resolve(plural + "." + group + "-v1.yml"));
    yaml = yaml.lines().filter(line -> !line.startsWith("#")).reduce("", (a, b) -> a + b + "\n");
    if (System.getProperty("update-crds") != null) {
      Files.writeString(committed, yaml);
    }
    assertTrue(
        Files.exists(committed), committed + " is missing; run this test with -Dupdate-crds");
    assertEquals(
        yaml, Files.readString(committed), "run this test with -Dupdate-crds and commit the file");
  }

  @Test
  void manifests_areAsManyAsThereAreKinds() throws IOException {
    try (var files = Files.list(MANIFESTS)) {
      assertEquals(kinds().count(), files.count());
    }
  }

  @Test
  void pool_hasTheFieldsDefaultsAndColumnsOfTheContract() throws IOException {
    var crd = read("ipaddresspools");
    var version = crd.getSpec().getVersions().getFirst();
    var spec = part(version.getSchema().getOpenAPIV3Schema(), "spec");
    var status = part(version.getSchema().getOpenAPIV3Schema(), "status");

    assertEquals("v1beta1", version.getName());
    assertEquals("Namespaced", crd.getSpec().getScope());
    assertTrue(version.getSubresources().getStatus() != null);
    assertEquals(List.of("addresses"), spec.getRequired());
    assertTrue(part(spec, "autoAssign").getDefault().asBoolean());
    assertEquals("false", part(spec, "avoidBuggyIPs").getDefault().asText());
    assertEquals(
        List.of("namespaceSelectors", "namespaces", "priority", "serviceSelectors"),
        part(spec, "serviceAllocation").getProperties().keySet().stream().sorted().toList());
    assertEquals(
        List.of("assignedIPv4", "assignedIPv6", "availableIPv4", "availableIPv6"),
        status.getRequired().stream().sorted().toList());
    assertEquals(
        List.of("Auto Assign", "Avoid Buggy IPs", "Addresses"),
        version.getAdditionalPrinterColumns().stream().map(c -> c.getName()).toList());
    assertEquals(1, spec.getXKubernetesValidations().size());
    assertEquals(
        List.of("spec"), version.getSchema().getOpenAPIV3Schema().getRequired(), "spec required");
  }

  @Test
  void l2Advertisement_hasTheFieldsAndColumnsOfTheContract() throws IOException {
    var version = read("l2advertisements").getSpec().getVersions().getFirst();
    var spec = part(version.getSchema().getOpenAPIV3Schema(), "spec");

    assertEquals(
        List.of(
            "interfaces",
            "ipAddressPoolSelectors",
            "ipAddressPools",
            "nodeSelectors",
            "preferredNodeSelectors",
            "serviceSelectors"),
        spec.getProperties().keySet().stream().sorted().toList());
    var wide =
        version.getAdditionalPrinterColumns().stream()
            .filter(column -> column.getName().equals("Node Selectors"))
            .findFirst()
            .orElseThrow();
    assertEquals(10, wide.getPriority());
    assertEquals(4, version.getAdditionalPrinterColumns().size());
  }

  @Test
  void peer_isServedInBothVersionsAndStoredInTheNewer() throws IOException {
    var crd = read("bgppeers");
    var newer = crd.getSpec().getVersions().getFirst();
    var older = crd.getSpec().getVersions().getLast();

    assertEquals("v1beta2", newer.getName());
    assertTrue(newer.getServed() && newer.getStorage());
    assertEquals("v1beta1", older.getName());
    assertTrue(older.getServed() && !older.getStorage());
    assertEquals("v1beta1 is deprecated, please use v1beta2", older.getDeprecationWarning());
    assertEquals(
        List.of("Address", "ASN", "BFD Profile", "Multi Hops"),
        newer.getAdditionalPrinterColumns().stream().map(c -> c.getName()).toList());
    var conversion = crd.getSpec().getConversion();
    assertEquals("None", conversion.getStrategy(), "said, so that it replaces a webhook");
    assertEquals(null, conversion.getWebhook());
  }

  @Test
  void peer_hasTheBoundsAndRulesOfTheContract() throws IOException {
    var spec =
        part(
            read("bgppeers").getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema(),
            "spec");

    assertEquals(21, spec.getProperties().size());
    assertEquals(List.of("myASN"), spec.getRequired());
    assertEquals(4294967295d, part(spec, "peerASN").getMaximum());
    assertEquals(1d, part(spec, "localASN").getMinimum());
    assertEquals(16384d, part(spec, "peerPort").getMaximum());
    assertEquals("179", part(spec, "peerPort").getDefault().asText());
    assertEquals(
        List.of("internal", "external"),
        part(spec, "dynamicASN").getEnum().stream().map(node -> node.asText()).toList());
    assertEquals(
        "EnableGracefulRestart cannot be changed after creation",
        part(spec, "enableGracefulRestart").getXKubernetesValidations().getFirst().getMessage());
    assertEquals(2, part(spec, "connectTime").getXKubernetesValidations().size());
    assertEquals(7, spec.getXKubernetesValidations().size());
  }

  @Test
  void states_haveTheChoicesAndColumnsOfTheContract() throws IOException {
    var version = read("configurationstates").getSpec().getVersions().getFirst();
    var status = part(version.getSchema().getOpenAPIV3Schema(), "status");

    assertEquals(
        List.of("Result", "ErrorSummary", "Age"),
        version.getAdditionalPrinterColumns().stream().map(c -> c.getName()).toList());
    assertEquals(3, part(status, "result").getEnum().size());
    assertEquals(
        List.of("type"), part(status, "conditions").getXKubernetesListMapKeys(), "keyed by type");
    var l2 = read("servicel2statuses").getSpec().getVersions().getFirst();
    var fixed = part(part(l2.getSchema().getOpenAPIV3Schema(), "status"), "node");
    assertEquals("self == oldSelf", fixed.getXKubernetesValidations().getFirst().getRule());
  }

  private static JSONSchemaProps part(JSONSchemaProps schema, String name) {
    return Objects.requireNonNull(schema.getProperties().get(name), name);
  }

  private static CustomResourceDefinition read(String plural) throws IOException {
    return Serialization.unmarshal(
        Files.readString(MANIFESTS.resolve("metallb.io_" + plural + ".yaml")),
        CustomResourceDefinition.class);
  }
}
