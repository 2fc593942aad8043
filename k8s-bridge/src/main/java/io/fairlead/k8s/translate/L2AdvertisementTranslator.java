package io.fairlead.k8s.translate;

import static io.fairlead.k8s.translate.ObjectText.orEmpty;

import io.fairlead.config.ConfigRule;
import io.fairlead.config.L2Advertisement;
import io.fairlead.config.PreferredNodes;
import io.fairlead.k8s.crd.L2AdvertisementSpec;
import io.fairlead.k8s.crd.PreferredNodeSelector;
import io.fairlead.k8s.validate.ConfigRefusal;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** L2Advertisement, the custom resource, to {@link L2Advertisement}, the core value. */
public final class L2AdvertisementTranslator {
  private static final L2AdvertisementSpec ALL =
      new L2AdvertisementSpec(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

  private static final ConfigRule DUPLICATE = ConfigRule.ADVERTISEMENT_DUPLICATE;

  private L2AdvertisementTranslator() {}

  public static Translated<L2Advertisement> translate(
      io.fairlead.k8s.crd.L2Advertisement advertisement) {
    try {
      return Translated.accepted(translateOrThrow(advertisement), List.of());
    } catch (IllegalArgumentException e) {
      return Translated.refused(ObjectText.where(advertisement), e);
    }
  }

  private static L2Advertisement translateOrThrow(
      io.fairlead.k8s.crd.L2Advertisement advertisement) {
    // An advertisement without a spec is legal and means: everything, everywhere.
    var given = advertisement.getSpec();
    var spec = given == null ? ALL : given;
    var pools = orEmpty(spec.ipAddressPools());
    var interfaces = orEmpty(spec.interfaces());
    ObjectText.requireDistinct(pools, "spec.ipAddressPools", DUPLICATE, name -> "\"" + name + "\"");
    ObjectText.requireDistinct(
        interfaces, "spec.interfaces", DUPLICATE, name -> "\"" + name + "\"");
    return new L2Advertisement(
        orEmpty(ObjectText.meta(advertisement).getName()),
        new TreeSet<>(pools),
        SelectorTranslator.translate(
            spec.ipAddressPoolSelectors(), "spec.ipAddressPoolSelectors", DUPLICATE),
        SelectorTranslator.translate(spec.nodeSelectors(), "spec.nodeSelectors", DUPLICATE),
        new TreeSet<>(interfaces),
        SelectorTranslator.translate(spec.serviceSelectors(), "spec.serviceSelectors", DUPLICATE),
        preferred(spec.preferredNodeSelectors()));
  }

  private static List<PreferredNodes> preferred(@Nullable List<PreferredNodeSelector> given) {
    var preferred = new ArrayList<PreferredNodes>();
    for (var entry : orEmpty(given)) {
      var selector = entry.preference();
      String field = "spec.preferredNodeSelectors";
      if (selector == null || entry.weight() < 1 || entry.weight() > 100) {
        throw new ConfigRefusal(
            ConfigRule.PREFERENCE, field + " needs a weight of 1 to 100 and a preference");
      }
      var nodes = SelectorTranslator.translate(List.of(selector), field, DUPLICATE).getFirst();
      preferred.add(new PreferredNodes(entry.weight(), nodes));
    }
    return preferred;
  }
}
