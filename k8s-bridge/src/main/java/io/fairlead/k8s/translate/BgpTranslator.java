package io.fairlead.k8s.translate;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fairlead.config.BfdProfile;
import io.fairlead.config.BgpAdvertisement;
import io.fairlead.config.BgpCommunity;
import io.fairlead.config.BgpPeer;
import io.fairlead.config.ConfigFault;
import io.fairlead.config.PoolConfig;
import io.fairlead.k8s.validate.AdvertisementRules;
import io.fairlead.k8s.validate.NodePeers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The BGP objects together. What is in force and unchanged goes before what is new. */
final class BgpTranslator {
  private final ConfigState previous;
  private final ConfigInput input;
  private final List<ConfigFault> faults;
  private final References references;
  private final SortedMap<String, BfdProfile> bfdProfiles;
  private final SortedMap<String, SortedMap<String, BgpCommunity>> communities;

  /**
   * @param faults what is refused is added to it
   */
  BgpTranslator(ConfigState previous, ConfigInput input, List<ConfigFault> faults) {
    this.previous = previous;
    this.input = input;
    this.faults = faults;
    bfdProfiles =
        LastGood.each(
            input.bfdProfiles(),
            previous.resources().bfdProfiles(),
            BfdProfileTranslator::translate,
            faults);
    communities = communities();
    var secrets = new HashMap<String, Secret>();
    input.secrets().forEach(secret -> secrets.put(LastGood.name(secret), secret));
    var aliases = new HashMap<String, BgpCommunity>();
    communities.values().forEach(aliases::putAll);
    references = new References(secrets, bfdProfiles, aliases, false);
  }

  SortedMap<String, BfdProfile> bfdProfiles() {
    return bfdProfiles;
  }

  SortedMap<String, SortedMap<String, BgpCommunity>> aliases() {
    return communities;
  }

  private SortedMap<String, SortedMap<String, BgpCommunity>> communities() {
    var taken = new HashMap<String, String>();
    return LastGood.each(
        input.communities(),
        previous.resources().communities(),
        object -> {
          var translated = CommunityTranslator.translate(object, taken);
          var inForce =
              translated
                  .value()
                  .orElseGet(
                      () ->
                          previous
                              .resources()
                              .communities()
                              .getOrDefault(LastGood.name(object), new TreeMap<>()));
          inForce.keySet().forEach(alias -> taken.put(alias, ObjectText.where(object)));
          return translated;
        },
        faults);
  }

  /** The peers of custom resources, by name; V12 among them. */
  SortedMap<String, BgpPeer> peers() {
    var placed = new TreeMap<String, BgpPeer>();
    return LastGood.each(
        input.peers(),
        previous.resources().peers(),
        object -> {
          var translated = PeerTranslator.translate(object, references);
          try {
            translated.value().ifPresent(peer -> NodePeers.requireUnlike(peer, placed.values()));
          } catch (IllegalArgumentException e) {
            return Translated.refused(ObjectText.where(object), e);
          }
          translated.value().ifPresent(peer -> placed.put(peer.name(), peer));
          return translated;
        },
        faults);
  }

  /** The advertisements of custom resources that fit the pools, the peers and each other. */
  SortedMap<String, BgpAdvertisement> advertisements(
      Collection<PoolConfig> pools, Collection<BgpPeer> peers, List<BgpAdvertisement> legacy) {
    var lastGood = previous.resources().bgpAdvertisements();
    var translated = new LinkedHashMap<String, Translated<BgpAdvertisement>>();
    var where = new HashMap<String, String>();
    for (var object : LastGood.ordered(input.bgpAdvertisements())) {
      String name = LastGood.name(object);
      where.put(name, ObjectText.where(object));
      translated.put(name, BgpAdvertisementTranslator.translate(object, references));
    }
    var accepted = new TreeMap<String, BgpAdvertisement>();
    var order = new ArrayList<>(translated.keySet());
    order.sort(
        Comparator.comparing(name -> !isUnchanged(translated.get(name), lastGood.get(name))));
    for (String name : order) {
      var before = lastGood.get(name);
      var now = Objects.requireNonNull(translated.get(name));
      LastGood.addAll(now, before != null, faults);
      if (now.value().isEmpty()) {
        if (before != null) {
          accepted.put(name, before);
        }
        continue;
      }
      try {
        var others = new ArrayList<>(accepted.values());
        others.addAll(legacy);
        check(now.value().get(), others, pools, peers);
        accepted.put(name, now.value().get());
      } catch (IllegalArgumentException e) {
        faults.add(LastGood.fault(Objects.requireNonNull(where.get(name)), e, before != null));
        if (before != null) {
          accepted.put(name, before);
        }
      }
    }
    return accepted;
  }

  private static boolean isUnchanged(
      @Nullable Translated<BgpAdvertisement> now, @Nullable BgpAdvertisement before) {
    return before != null && now != null && now.value().filter(before::equals).isPresent();
  }

  private void check(
      BgpAdvertisement advertisement,
      Collection<BgpAdvertisement> others,
      Collection<PoolConfig> pools,
      Collection<BgpPeer> peers) {
    AdvertisementRules.unlike(advertisement, others);
    pools.forEach(pool -> AdvertisementRules.withinPool(advertisement, pool));
    AdvertisementRules.echoOnlyForIpv4(advertisement, pools, peers);
    AdvertisementRules.oneLocalPref(advertisement, others, pools, input.nodes());
  }

  /** V20 from the other side: a pool that changes must still fit what is advertised of it. */
  void requireFits(PoolConfig pool) {
    var objects = new HashMap<String, HasMetadata>();
    input.bgpAdvertisements().forEach(object -> objects.put(LastGood.name(object), object));
    for (var advertisement : previous.resources().bgpAdvertisements().values()) {
      var object = objects.get(advertisement.name());
      boolean unchanged =
          object instanceof io.fairlead.k8s.crd.BGPAdvertisement bgp
              && isUnchanged(BgpAdvertisementTranslator.translate(bgp, references), advertisement);
      if (unchanged) {
        AdvertisementRules.withinPool(advertisement, pool);
      }
    }
  }

  /** The nodes whose peers are not simply those that select them, by name; V28. */
  SortedMap<String, SortedMap<String, BgpPeer>> nodePeers(
      List<BgpPeer> ordered, Map<String, String> where) {
    var exact = new TreeMap<String, SortedMap<String, BgpPeer>>();
    var refusals = new NodeRefusals();
    input
        .nodes()
        .forEach(
            (node, labels) -> {
              var before = previous.config().peersOf(node, labels);
              var inForce = nodePeers(node, labels, ordered, before, refusals);
              var selected = ordered.stream().filter(peer -> peer.selectsNode(labels)).count();
              boolean simple = inForce.size() == selected && ordered.containsAll(inForce.values());
              if (!simple) {
                exact.put(node, inForce);
              }
            });
    faults.addAll(refusals.faults(where));
    return exact;
  }

  private static SortedMap<String, BgpPeer> nodePeers(
      String node,
      Map<String, String> labels,
      List<BgpPeer> ordered,
      Map<String, BgpPeer> before,
      NodeRefusals refusals) {
    var peers = new NodePeers();
    var selected =
        ordered.stream()
            .filter(peer -> peer.selectsNode(labels))
            .sorted(Comparator.comparing(peer -> !peer.equals(before.get(peer.name()))))
            .toList();
    for (var peer : selected) {
      try {
        peers.place(peer);
      } catch (IllegalArgumentException e) {
        refusals.add(peer.name(), node, e, keep(peers, before.get(peer.name())));
      }
    }
    return peers.placed();
  }

  /** Leaves the form that was in force, if there is room for it. */
  private static boolean keep(NodePeers peers, @Nullable BgpPeer before) {
    if (before == null) {
      return false;
    }
    try {
      peers.place(before);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
