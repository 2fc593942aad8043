package io.fairlead.k8s.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.cluster.ServiceKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ManifestsTest {
  private static final String NAMESPACE = "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n";
  private static final String BALANCED =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: web, namespace: default}
      spec: {type: LoadBalancer, ports: [{port: 80}]}
      """;
  private static final String CLUSTER_INTERNAL =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: db, namespace: b}
      spec: {ports: [{port: 5432}]}
      """;

  @TempDir private Path folder;

  @Test
  void load_readsEveryDocumentOfAFolderInOrderOfItsFiles() throws IOException {
    Files.writeString(folder.resolve("2.yaml"), BALANCED + "---\n" + CLUSTER_INTERNAL);
    Files.writeString(folder.resolve("1.yml"), NAMESPACE);
    Files.writeString(folder.resolve("notes.txt"), "not read");

    List<Manifest> manifests = Manifests.load(folder);

    assertEquals(
        List.of("Namespace a", "Service default/web", "Service b/db"),
        manifests.stream().map(Manifest::subject).toList());
    assertEquals(folder.resolve("2.yaml") + ", document 2", manifests.getLast().source());
    assertEquals(List.of(new ServiceKey("default", "web")), LabServices.balanced(manifests));
  }

  @Test
  void parse_unfoldsAListAndSkipsEmptyDocuments() {
    String text =
        """
        ---
        # nothing here
        ---
        apiVersion: v1
        kind: List
        items:
        - {apiVersion: v1, kind: Namespace, metadata: {name: a}}
        - {apiVersion: v1, kind: Namespace, metadata: {name: b}}
        """;

    assertEquals(
        List.of("Namespace a", "Namespace b"),
        Manifests.parse("x", text).stream().map(Manifest::subject).toList());
  }

  @Test
  void parse_acceptsKindsThatTheClientDoesNotKnow() {
    String text =
        "apiVersion: metallb.io/v1beta1\nkind: IPAddressPool\nmetadata: {name: p, namespace: n}\n";

    assertEquals("IPAddressPool n/p", Manifests.parse("x", text).getFirst().subject());
  }

  @Test
  void parse_saysWhichDocumentIsWrongAndHow() {
    refused("kind: Service\nmetadata: {name: x}", "x.yaml, document 1 has no 'apiVersion'");
    refused(
        "apiVersion: v1\nkind: Namespace\nmetadata: {name: x}\n---\napiVersion: v1\nkind: [",
        "x.yaml, document 2 is not YAML");
    refused(
        "apiVersion: v1\nkind: Service\nmetadata: {}", "x.yaml, document 1 has no 'metadata.name'");
    refused("# only words\n", "x.yaml holds no Kubernetes object");
    refused("just words", "x.yaml, document 1 has no 'apiVersion'");
    refused(
        "apiVersion: v1\nkind: Service\nmetadata: {name: x}\nspec: {ports: 80}",
        "x.yaml, document 1 is not a valid Service");
  }

  @Test
  void load_saysWhenThereIsNothing() throws IOException {
    assertThrows(ManifestException.class, () -> Manifests.load(folder.resolve("absent.yaml")));
    Files.writeString(folder.resolve("readme.txt"), "no");
    var e = assertThrows(ManifestException.class, () -> Manifests.load(folder));
    assertTrue(message(e).startsWith("there is no .yaml"), message(e));
  }

  private static void refused(String text, String start) {
    var e = assertThrows(ManifestException.class, () -> Manifests.parse("x.yaml", text));
    assertTrue(message(e).startsWith(start), message(e));
  }

  private static String message(ManifestException e) {
    return String.valueOf(e.getMessage());
  }
}
