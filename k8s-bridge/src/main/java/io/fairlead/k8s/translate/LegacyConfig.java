package io.fairlead.k8s.translate;

import static java.util.Collections.unmodifiableSortedSet;

import io.fairlead.config.L2Advertisement;
import io.fairlead.config.PoolConfig;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the legacy ConfigMap says.
 *
 * @param pools in listed order
 * @param layer2Pools names of those announced by layer 2
 */
public record LegacyConfig(List<PoolConfig> pools, SortedSet<String> layer2Pools) {
  /** No ConfigMap, or one without pools. */
  public static final LegacyConfig NONE = new LegacyConfig(List.of(), new TreeSet<>());

  private static final String ADVERTISEMENT_PREFIX = "config/";

  public LegacyConfig {
    pools = List.copyOf(pools);
    layer2Pools = unmodifiableSortedSet(new TreeSet<>(layer2Pools));
  }

  /** The advertisement a layer2 pool stands for. The slash keeps its name apart from resources. */
  static L2Advertisement advertisementOf(String pool) {
    return new L2Advertisement(
        ADVERTISEMENT_PREFIX + pool,
        new TreeSet<>(List.of(pool)),
        List.of(),
        List.of(),
        new TreeSet<>(),
        List.of());
  }

  /** The pool that an advertisement of {@link #advertisementOf} stands for; empty for others. */
  static Optional<String> poolOf(String advertisement) {
    return advertisement.startsWith(ADVERTISEMENT_PREFIX)
        ? Optional.of(advertisement.substring(ADVERTISEMENT_PREFIX.length()))
        : Optional.empty();
  }
}
