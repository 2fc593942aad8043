package io.fairlead.k8s.crd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The committed CRD files are what the classes say. {@code -Dupdate-crds} rewrites them. */
class CrdManifestTest {
  private static final Path MANIFESTS =
      Path.of(System.getProperty("fairlead.root", ".."), "deploy", "manifests", "crds");

  @TempDir Path generated;

  @ParameterizedTest
  @ValueSource(classes = {IPAddressPool.class, L2Advertisement.class})
  void manifest_isWhatTheClassesGenerate(Class<? extends HasMetadata> kind) throws IOException {
    String plural = HasMetadata.getPlural(kind);
    Path committed = MANIFESTS.resolve("metallb.io_" + plural + ".yaml");

    new CRDGenerator()
        .customResourceClasses(List.<Class<? extends HasMetadata>>of(kind))
        .withPostProcessor(
            new CRDPostProcessor() {
              @Override
              public HasMetadata process(HasMetadata crd, String crdSpecVersion) {
                return polished(crd, kind);
              }
            })
        .inOutputDir(generated.toFile())
        .detailedGenerate();

    String yaml = Files.readString(generated.resolve(plural + ".metallb.io-v1.yml"));
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

  /** What the generator cannot say: the order of the columns and the width of the counters. */
  private static <T extends HasMetadata> T polished(T crd, Class<?> kind) {
    var order =
        Arrays.stream(kind.getAnnotationsByType(AdditionalPrinterColumn.class))
            .map(AdditionalPrinterColumn::name)
            .toList();
    for (var version : ((CustomResourceDefinition) crd).getSpec().getVersions()) {
      var columns = new ArrayList<>(version.getAdditionalPrinterColumns());
      columns.sort(Comparator.comparingInt(column -> order.indexOf(column.getName())));
      version.setAdditionalPrinterColumns(columns);
      var counters = part(version.getSchema().getOpenAPIV3Schema(), "status").getProperties();
      counters.values().forEach(counter -> counter.setFormat("int64"));
    }
    return crd;
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
