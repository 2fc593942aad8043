package io.fairlead.k8s.embedded.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.k8s.embedded.rules.ServiceAllocations;
import io.fairlead.k8s.embedded.store.Change;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/** All kinds served at this moment. It follows the store's CustomResourceDefinitions. */
public final class KindRegistry {
  /** The resource whose changes it follows. */
  public static final String CRDS = "customresourcedefinitions.apiextensions.k8s.io";

  private final List<ServedKind> builtIn;
  private final Map<String, List<ServedKind>> custom = new ConcurrentSkipListMap<>();

  public KindRegistry(ServiceAllocations allocations, Clock clock) {
    builtIn = BuiltInKinds.all(allocations, clock);
  }

  /** Follows the store. */
  public void follow(Change change) {
    if (!change.resource().equals(CRDS)) {
      return;
    }
    ObjectNode crd = change.after();
    if (crd == null) {
      custom.remove(change.name().name());
    } else {
      custom.put(change.name().name(), CustomKinds.of(crd));
    }
  }

  public Stream<ServedKind> kinds() {
    return Stream.concat(builtIn.stream(), custom.values().stream().flatMap(List::stream));
  }

  public Optional<ServedKind> find(String group, String version, String plural) {
    return inVersion(group, version).filter(k -> k.plural().equals(plural)).findFirst();
  }

  /** The kinds of one group and version, in the order in which discovery lists them. */
  public Stream<ServedKind> inVersion(String group, String version) {
    return kinds().filter(k -> k.group().equals(group) && k.version().equals(version));
  }

  /** All groups but the core one. */
  public List<String> groups() {
    return kinds().map(ServedKind::group).filter(g -> !g.isEmpty()).distinct().toList();
  }

  /** The versions of a group, the preferred one first. */
  public List<String> versions(String group) {
    return kinds()
        .filter(k -> k.group().equals(group))
        .map(ServedKind::version)
        .distinct()
        .sorted(Comparator.comparing(VersionRank::of).reversed())
        .toList();
  }
}
