package io.fairlead.k8s.translate;

import io.fairlead.config.BgpAdvertisement;
import io.fairlead.config.BgpPeer;
import io.fairlead.config.ConfigFault;
import io.fairlead.config.ConfigRule;
import io.fairlead.config.LbConfig;
import io.fairlead.config.PoolConfig;
import io.fairlead.k8s.crd.IPAddressPool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    var bgp = new BgpTranslator(previous, input, faults);
    var legacy = legacy(previous, input, faults);
    var candidates = resourcePools(previous, input, bgp, faults);
    candidates.addAll(legacyPools(previous, input, legacy, candidates, faults));
    var ruling = PoolArbiter.decide(candidates);
    faults.addAll(ruling.faults());

    var resourcePools = new TreeMap<String, PoolConfig>();
    var legacyPools = new ArrayList<PoolConfig>();
    var l2 =
        LastGood.each(
            input.l2Advertisements(),
            previous.resources().l2Advertisements(),
            L2AdvertisementTranslator::translate,
            faults);
    var allL2 = new ArrayList<>(l2.values());
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
                  allL2.add(LegacyConfig.advertisementOf(name));
                }
              }
            });
    var legacyBgp = legacyAdvertisements(legacy, legacyPools);
    var peers = bgp.peers();
    var allPeers = new TreeMap<>(peers);
    legacy.peers().forEach(peer -> allPeers.put(peer.name(), peer));
    var bgpAdvertisements =
        bgp.advertisements(ruling.pools().values(), allPeers.values(), legacyBgp);
    var allBgp = new ArrayList<>(bgpAdvertisements.values());
    allBgp.addAll(legacyBgp);
    var nodePeers = bgp.nodePeers(orderedPeers(input, allPeers, legacy), peerPlaces(input));
    noEffectYet(allBgp, allPeers.size(), faults);
    bothSources(input, legacy, faults);
    return new ConfigState(
        new ConfigState.Resources(
            resourcePools, l2, bgpAdvertisements, peers, bgp.bfdProfiles(), bgp.aliases()),
        new LegacyConfig(legacyPools, legacy.layer2Pools(), legacyBgp, legacy.peers()),
        new LbConfig(ruling.pools(), allL2, allBgp, allPeers, nodePeers, faults));
  }

  private static void noEffectYet(
      List<BgpAdvertisement> advertisements, int peers, List<ConfigFault> faults) {
    if (!advertisements.isEmpty() || peers > 0) {
      faults.add(
          new ConfigFault(
              "BGP",
              "BGP is not yet available: "
                  + peers
                  + " peers and "
                  + advertisements.size()
                  + " advertisements are checked and have no effect",
              ConfigRule.NO_EFFECT));
    }
  }

  private static void bothSources(
      ConfigInput input, LegacyConfig legacy, List<ConfigFault> faults) {
    boolean resources =
        !input.pools().isEmpty()
            || !input.l2Advertisements().isEmpty()
            || !input.bgpAdvertisements().isEmpty()
            || !input.peers().isEmpty();
    if (resources && !legacy.isEmpty() && input.configMap().isPresent()) {
      var rule = ConfigRule.LEGACY_AND_RESOURCES;
      faults.add(new ConfigFault(ObjectText.where(input.configMap().get()), rule.sentence(), rule));
    }
  }

  private static List<BgpAdvertisement> legacyAdvertisements(
      LegacyConfig legacy, List<PoolConfig> pools) {
    var names = new HashSet<String>();
    pools.forEach(pool -> names.add(pool.name()));
    return legacy.bgpAdvertisements().stream()
        .filter(advertisement -> names.containsAll(advertisement.pools()))
        .toList();
  }

  /** Peers in the order of creation, those of the ConfigMap last. */
  private static List<BgpPeer> orderedPeers(
      ConfigInput input, Map<String, BgpPeer> peers, LegacyConfig legacy) {
    var ordered = new ArrayList<BgpPeer>();
    LastGood.ordered(input.peers())
        .forEach(
            object ->
                Optional.ofNullable(peers.get(LastGood.name(object))).ifPresent(ordered::add));
    ordered.addAll(legacy.peers());
    return ordered;
  }

  private static Map<String, String> peerPlaces(ConfigInput input) {
    var places = new HashMap<String, String>();
    input.peers().forEach(peer -> places.put(LastGood.name(peer), ObjectText.where(peer)));
    return places;
  }

  /** What the ConfigMap says, or said when it was last good. */
  private static LegacyConfig legacy(
      ConfigState previous, ConfigInput input, List<ConfigFault> faults) {
    if (input.configMap().isEmpty()) {
      return LegacyConfig.NONE;
    }
    var translated = LegacyConfigTranslator.translate(input.configMap().get());
    LastGood.addAll(translated, !previous.legacy().isEmpty(), faults);
    return translated.value().orElse(previous.legacy());
  }

  private static List<PoolCandidate> resourcePools(
      ConfigState previous, ConfigInput input, BgpTranslator bgp, List<ConfigFault> faults) {
    var candidates = new ArrayList<PoolCandidate>();
    for (IPAddressPool pool : LastGood.ordered(input.pools())) {
      String name = LastGood.name(pool);
      var lastGood = Optional.ofNullable(previous.resources().pools().get(name));
      var translated = translate(pool, lastGood, bgp);
      LastGood.addAll(translated, lastGood.isPresent(), faults);
      candidates.add(
          new PoolCandidate(name, ObjectText.where(pool), true, translated.value(), lastGood));
    }
    return candidates;
  }

  private static Translated<PoolConfig> translate(
      IPAddressPool pool, Optional<PoolConfig> lastGood, BgpTranslator bgp) {
    var translated = PoolTranslator.translate(pool);
    if (translated.value().isEmpty() || translated.value().equals(lastGood)) {
      return translated;
    }
    try {
      bgp.requireFits(translated.value().get());
      return translated;
    } catch (IllegalArgumentException e) {
      return Translated.refused(ObjectText.where(pool), e);
    }
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
                    + " them",
                ConfigRule.LEGACY_SHADOWED));
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
}
