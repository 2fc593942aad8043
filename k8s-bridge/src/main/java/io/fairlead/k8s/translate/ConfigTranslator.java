package io.fairlead.k8s.translate;

import io.fairlead.config.ConfigFault;
import io.fairlead.config.L2Advertisement;
import io.fairlead.config.LbConfig;
import io.fairlead.config.PoolConfig;
import io.fairlead.k8s.crd.IPAddressPool;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All configuration objects together to one {@link LbConfig}.
 *
 * <p>Custom resources and the ConfigMap are in force side by side. Of two pools of one name the
 * custom resource counts. Pools come in the order of creation, then name, then those of the
 * ConfigMap as listed; see {@link PoolArbiter} for those that overlap. An object that is refused
 * keeps its last good form, if it had one; an object that is deleted is gone.
 */
public final class ConfigTranslator {
  private ConfigTranslator() {}

  /** The state that follows from what is in force and what the API server has now. */
  public static ConfigState next(ConfigState previous, ConfigInput input) {
    var faults = new ArrayList<ConfigFault>();
    var legacy = legacy(previous, input, faults);
    var candidates = resourcePools(previous, input, faults);
    candidates.addAll(legacyPools(previous, input, legacy, candidates, faults));
    var ruling = PoolArbiter.decide(candidates);
    faults.addAll(ruling.faults());

    var resourcePools = new TreeMap<String, PoolConfig>();
    var legacyPools = new ArrayList<PoolConfig>();
    var advertisements = resourceAdvertisements(previous, input, faults);
    var allAdvertisements = new ArrayList<>(advertisements.values());
    ruling
        .sources()
        .forEach(
            (name, candidate) -> {
              var pool = ruling.pools().get(name);
              if (pool != null && candidate.fromResource()) {
                resourcePools.put(name, pool);
              } else if (pool != null) {
                legacyPools.add(pool);
                if (legacy.layer2Pools().contains(name)) {
                  allAdvertisements.add(LegacyConfig.advertisementOf(name));
                }
              }
            });
    return new ConfigState(
        resourcePools,
        advertisements,
        new LegacyConfig(legacyPools, legacy.layer2Pools()),
        new LbConfig(ruling.pools(), allAdvertisements, faults));
  }

  /** What the ConfigMap says, or said when it was last good. */
  private static LegacyConfig legacy(
      ConfigState previous, ConfigInput input, List<ConfigFault> faults) {
    if (input.configMap().isEmpty()) {
      return LegacyConfig.NONE;
    }
    var translated = LegacyConfigTranslator.translate(input.configMap().get());
    boolean hadPools = !previous.legacy().pools().isEmpty();
    addAll(translated, hadPools, faults);
    return translated.value().orElse(previous.legacy());
  }

  private static List<PoolCandidate> resourcePools(
      ConfigState previous, ConfigInput input, List<ConfigFault> faults) {
    var order =
        Comparator.comparingLong(ObjectText::createdAtEpochMillis)
            .thenComparing(object -> ObjectText.meta(object).getName());
    var candidates = new ArrayList<PoolCandidate>();
    for (IPAddressPool pool : input.pools().stream().sorted(order).toList()) {
      String name = ObjectText.meta(pool).getName();
      var lastGood = Optional.ofNullable(previous.pools().get(name));
      var translated = PoolTranslator.translate(pool);
      addAll(translated, lastGood.isPresent(), faults);
      candidates.add(
          new PoolCandidate(name, ObjectText.where(pool), true, translated.value(), lastGood));
    }
    return candidates;
  }

  private static List<PoolCandidate> legacyPools(
      ConfigState previous,
      ConfigInput input,
      LegacyConfig legacy,
      List<PoolCandidate> resources,
      List<ConfigFault> faults) {
    String where = input.configMap().map(ObjectText::where).orElse("ConfigMap");
    var taken = new HashSet<String>();
    resources.stream()
        .filter(resource -> resource.now().isPresent() || resource.lastGood().isPresent())
        .forEach(resource -> taken.add(resource.name()));
    var lastGood = new TreeMap<String, PoolConfig>();
    previous.legacy().pools().forEach(pool -> lastGood.put(pool.name(), pool));
    var candidates = new ArrayList<PoolCandidate>();
    for (var pool : legacy.pools()) {
      if (taken.contains(pool.name())) {
        faults.add(
            new ConfigFault(
                where,
                "pool \""
                    + pool.name()
                    + "\" has no effect: the IPAddressPool of that name counts; remove one of"
                    + " them"));
      } else {
        candidates.add(
            new PoolCandidate(
                pool.name(),
                where + ", pool " + pool.name(),
                false,
                Optional.of(pool),
                Optional.ofNullable(lastGood.get(pool.name()))));
      }
    }
    return candidates;
  }

  private static SortedMap<String, L2Advertisement> resourceAdvertisements(
      ConfigState previous, ConfigInput input, List<ConfigFault> faults) {
    var byName = new TreeMap<String, L2Advertisement>();
    var objects =
        input.l2Advertisements().stream()
            .sorted(Comparator.comparing(object -> ObjectText.meta(object).getName()))
            .toList();
    for (var object : objects) {
      String name = ObjectText.meta(object).getName();
      var lastGood = Optional.ofNullable(previous.l2Advertisements().get(name));
      var translated = L2AdvertisementTranslator.translate(object);
      addAll(translated, lastGood.isPresent(), faults);
      translated.value().or(() -> lastGood).ifPresent(value -> byName.put(name, value));
    }
    return byName;
  }

  /** Adds the faults; a refusal also says what is in force now. */
  private static void addAll(
      Translated<?> translated, boolean hasLastGood, List<ConfigFault> faults) {
    String outcome =
        translated.value().isPresent()
            ? ""
            : hasLastGood ? "; the last good version stays in force" : "; it is left out";
    translated
        .faults()
        .forEach(fault -> faults.add(new ConfigFault(fault.where(), fault.why() + outcome)));
  }
}
