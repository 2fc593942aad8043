package io.fairlead.k8s.lab;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads manifests from files and folders. What is wrong with them is a {@link ManifestException}.
 */
public final class Manifests {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final Pattern SEPARATOR = Pattern.compile("(?m)^---(?:[ \\t].*)?$");
  private static final Pattern FILE_NAME = Pattern.compile(".*\\.(ya?ml|json)");

  private Manifests() {}

  /** Reads a file, or every YAML and JSON file of a folder in the order of their names. */
  public static List<Manifest> load(Path path) {
    if (Files.isDirectory(path)) {
      return filesOf(path).stream()
          .flatMap(file -> parse(file.toString(), read(file)).stream())
          .toList();
    }
    if (!Files.exists(path)) {
      throw new ManifestException("there is no file or folder " + path);
    }
    return parse(path.toString(), read(path));
  }

  /**
   * Reads the documents of one text.
   *
   * @param source what to call it in messages
   */
  public static List<Manifest> parse(String source, String text) {
    var manifests = new ArrayList<Manifest>();
    int number = 0;
    for (String document : SEPARATOR.split(text)) {
      if (!isBlank(document)) {
        number++;
        document(manifests, source + ", document " + number, document);
      }
    }
    if (manifests.isEmpty()) {
      throw new ManifestException(source + " holds no Kubernetes object");
    }
    return List.copyOf(manifests);
  }

  private static void document(List<Manifest> manifests, String source, String document) {
    JsonNode tree;
    try {
      tree = YAML.unmarshal(document, JsonNode.class);
    } catch (RuntimeException e) {
      throw new ManifestException(source + " is not YAML: " + firstLine(e), e);
    }
    for (String field : List.of("apiVersion", "kind")) {
      if (!tree.path(field).isTextual()) {
        throw new ManifestException("%s has no '%s'".formatted(source, field));
      }
    }
    try {
      Object object = YAML.unmarshal(document);
      if (object instanceof KubernetesResourceList<?> list) {
        list.getItems().forEach(item -> add(manifests, source, item));
      } else if (object instanceof HasMetadata item) {
        add(manifests, source, item);
      } else {
        throw new ManifestException(source + " is not a Kubernetes object");
      }
    } catch (IllegalArgumentException | KubernetesClientException e) {
      throw new ManifestException(
          "%s is not a valid %s: %s".formatted(source, tree.path("kind").asText(), firstLine(e)),
          e);
    }
  }

  private static void add(List<Manifest> manifests, String source, HasMetadata object) {
    if (object.getMetadata() == null || object.getMetadata().getName() == null) {
      throw new ManifestException(source + " has no 'metadata.name'");
    }
    manifests.add(new Manifest(source, object));
  }

  private static boolean isBlank(String document) {
    return document.lines().allMatch(line -> line.isBlank() || line.stripLeading().startsWith("#"));
  }

  private static String firstLine(Throwable e) {
    Throwable deepest = e;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return String.valueOf(deepest.getMessage()).lines().findFirst().orElse("");
  }

  private static List<Path> filesOf(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found =
          files
              .filter(f -> FILE_NAME.matcher(String.valueOf(f.getFileName())).matches())
              .sorted()
              .toList();
      if (found.isEmpty()) {
        throw new ManifestException("there is no .yaml, .yml or .json file in " + folder);
      }
      return found;
    } catch (IOException e) {
      throw new ManifestException("cannot list the folder " + folder, e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new ManifestException("cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
  }
}
