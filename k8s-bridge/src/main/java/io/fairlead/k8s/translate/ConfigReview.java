package io.fairlead.k8s.translate;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fairlead.config.ConfigFault;
import io.fairlead.k8s.crd.BFDProfile;
import io.fairlead.k8s.crd.BGPAdvertisement;
import io.fairlead.k8s.crd.BGPPeer;
import io.fairlead.k8s.crd.Community;
import io.fairlead.k8s.crd.IPAddressPool;
import io.fairlead.k8s.crd.L2Advertisement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Judges a change before it is stored: what would be wrong with it that is not wrong without. Pure;
 * the rules are those of {@link ConfigTranslator}. What may still come later, such as a Secret, is
 * no reason to refuse.
 */
public final class ConfigReview {
  /** Made last: of two that contradict each other the new one is at fault. */
  private static final String NEWEST = "9999-01-01T00:00:00Z";

  private ConfigReview() {}

  /**
   * What an object that is created or changed breaks; empty when it may be stored.
   *
   * @param existing all objects as they are stored
   */
  public static List<ConfigFault> ofChange(ConfigInput existing, HasMetadata object) {
    var before = faults(without(existing, object));
    return faults(with(existing, object)).stream()
        .filter(fault -> !before.contains(fault))
        .filter(fault -> !fault.rule().isNotice() && !fault.rule().isTransient())
        .map(
            fault ->
                new ConfigFault(fault.where(), LastGood.withoutOutcome(fault.why()), fault.rule()))
        .distinct()
        .toList();
  }

  /** The sentence against deleting a BFDProfile that is in use; empty when none is against it. */
  public static List<String> ofDeletion(ConfigInput existing, BFDProfile profile) {
    String name = LastGood.name(profile);
    String users =
        existing.peers().stream()
            .filter(peer -> peer.getSpec() != null && name.equals(peer.getSpec().bfdProfile()))
            .map(LastGood::name)
            .sorted()
            .collect(Collectors.joining(", "));
    return users.isEmpty()
        ? List.of()
        : List.of("failed to delete BFDProfile " + name + ", used by BGPPeer " + users);
  }

  private static Set<ConfigFault> faults(ConfigInput input) {
    return new HashSet<>(ConfigTranslator.next(ConfigState.EMPTY, input).config().faults());
  }

  private static ConfigInput without(ConfigInput input, HasMetadata object) {
    return new ConfigInput(
        others(input.pools(), object),
        others(input.l2Advertisements(), object),
        others(input.bgpAdvertisements(), object),
        others(input.peers(), object),
        others(input.bfdProfiles(), object),
        others(input.communities(), object),
        input.secrets(),
        input.configMap(),
        input.nodes());
  }

  private static ConfigInput with(ConfigInput input, HasMetadata object) {
    ObjectText.meta(object).setCreationTimestamp(NEWEST);
    var rest = without(input, object);
    return new ConfigInput(
        plus(rest.pools(), object, IPAddressPool.class),
        plus(rest.l2Advertisements(), object, L2Advertisement.class),
        plus(rest.bgpAdvertisements(), object, BGPAdvertisement.class),
        plus(rest.peers(), object, BGPPeer.class),
        plus(rest.bfdProfiles(), object, BFDProfile.class),
        plus(rest.communities(), object, Community.class),
        rest.secrets(),
        rest.configMap(),
        rest.nodes());
  }

  private static <T extends HasMetadata> List<T> others(List<T> all, HasMetadata object) {
    return all.stream()
        .filter(
            other ->
                !(other.getClass().equals(object.getClass())
                    && LastGood.name(other).equals(LastGood.name(object))))
        .toList();
  }

  private static <T> List<T> plus(List<T> all, HasMetadata object, Class<T> kind) {
    return kind.isInstance(object)
        ? Stream.concat(all.stream(), Stream.of(kind.cast(object))).toList()
        : new ArrayList<>(all);
  }
}
