package io.fairlead.k8s.embedded.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.k8s.embedded.json.Json;
import io.fairlead.k8s.embedded.patch.MergeRules;
import io.fairlead.k8s.embedded.rules.KindRules;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One kind in one version, as it is served.
 *
 * @param status whether there is a status subresource
 * @param custom whether a CustomResourceDefinition made it
 * @param generation whether {@code metadata.generation} counts the changes of the spec
 * @param schema OpenAPI v3 of the whole object
 * @param fieldLabels what a field selector may name, beside name and namespace
 * @param deprecation a warning for everyone who uses this version, or empty
 */
public record ServedKind(
    String group,
    String version,
    String kind,
    String plural,
    String singular,
    List<String> shortNames,
    List<String> categories,
    boolean namespaced,
    boolean status,
    boolean custom,
    boolean generation,
    ObjectNode schema,
    MergeRules mergeRules,
    Set<String> fieldLabels,
    List<PrinterColumn> columns,
    String deprecation,
    KindRules rules) {

  public ServedKind {
    shortNames = List.copyOf(shortNames);
    categories = List.copyOf(categories);
    columns = List.copyOf(columns);
    Set<String> labels = new HashSet<>(fieldLabels);
    labels.add("metadata.name");
    labels.add("metadata.namespace");
    fieldLabels = Set.copyOf(labels);
  }

  /** The store's name for the objects of this kind, the same for all versions. */
  public String resource() {
    return plural + "." + group;
  }

  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** The object under this version; versions differ in nothing but their name. */
  public ObjectNode view(ObjectNode stored) {
    if (Json.text(stored, "apiVersion").equals(apiVersion())) {
      return stored;
    }
    ObjectNode view = Json.object();
    view.setAll(stored);
    view.put("apiVersion", apiVersion());
    return view;
  }
}
