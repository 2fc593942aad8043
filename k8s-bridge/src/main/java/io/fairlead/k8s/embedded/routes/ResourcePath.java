package io.fairlead.k8s.embedded.routes;

import io.fairlead.k8s.embedded.http.ApiFault;
import io.fairlead.k8s.embedded.kinds.KindRegistry;
import io.fairlead.k8s.embedded.kinds.ServedKind;
import io.fairlead.k8s.embedded.store.ObjectName;
import java.util.List;
import java.util.Set;

/**
 * The place of an object or a collection: {@code
 * /apis/GROUP/VERSION/namespaces/NS/PLURAL/NAME/SUBRESOURCE} and its shorter forms.
 */
record ResourcePath(ServedKind kind, String namespace, String name, String subresource) {
  private static final Set<String> NAMESPACE_SUBRESOURCES = Set.of("status", "finalize");

  /** Parses the path, or answers 404 as a fault. */
  static ResourcePath parse(List<String> segments, KindRegistry registry) {
    boolean core = segments.getFirst().equals("api");
    String group = core ? "" : segments.get(1);
    int versionAt = core ? 1 : 2;
    if (segments.size() < versionAt + 2) {
      throw ApiFault.noSuchPath();
    }
    String version = segments.get(versionAt);
    List<String> rest = segments.subList(versionAt + 1, segments.size());
    String namespace = "";
    if (rest.getFirst().equals("namespaces")
        && rest.size() > 2
        && !NAMESPACE_SUBRESOURCES.contains(rest.get(2))) {
      namespace = rest.get(1);
      rest = rest.subList(2, rest.size());
    }
    String plural = rest.getFirst();
    ServedKind kind = registry.find(group, version, plural).orElseThrow(ApiFault::noSuchPath);
    String name = rest.size() > 1 ? rest.get(1) : "";
    String subresource = rest.size() > 2 ? rest.get(2) : "";
    boolean known =
        subresource.isEmpty()
            || (subresource.equals("status") && kind.status())
            || finalize(kind, subresource);
    if (!known || rest.size() > 3 || (!kind.namespaced() && !namespace.isEmpty())) {
      throw ApiFault.noSuchPath();
    }
    return new ResourcePath(kind, namespace, name, subresource);
  }

  ObjectName objectName() {
    return new ObjectName(namespace, name);
  }

  private static boolean finalize(ServedKind kind, String subresource) {
    return kind.kind().equals("Namespace") && subresource.equals("finalize");
  }
}
