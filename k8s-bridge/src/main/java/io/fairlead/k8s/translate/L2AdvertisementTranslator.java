package io.fairlead.k8s.translate;

import static io.fairlead.k8s.translate.ObjectText.orEmpty;

import io.fairlead.config.ConfigFault;
import io.fairlead.config.L2Advertisement;
import io.fairlead.k8s.crd.L2AdvertisementSpec;
import java.util.List;
import java.util.TreeSet;

/** L2Advertisement, the custom resource, to {@link L2Advertisement}, the core value. */
public final class L2AdvertisementTranslator {
  private static final L2AdvertisementSpec ALL =
      new L2AdvertisementSpec(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

  private L2AdvertisementTranslator() {}

  public static Translated<L2Advertisement> translate(
      io.fairlead.k8s.crd.L2Advertisement advertisement) {
    try {
      return Translated.accepted(translateOrThrow(advertisement), notices(advertisement));
    } catch (IllegalArgumentException e) {
      return Translated.refused(ObjectText.where(advertisement), orEmpty(e.getMessage()));
    }
  }

  private static L2Advertisement translateOrThrow(
      io.fairlead.k8s.crd.L2Advertisement advertisement) {
    // An advertisement without a spec is legal and means: everything, everywhere.
    var given = advertisement.getSpec();
    var spec = given == null ? ALL : given;
    var pools = orEmpty(spec.ipAddressPools());
    var interfaces = orEmpty(spec.interfaces());
    ObjectText.requireDistinct(pools, "spec.ipAddressPools", name -> "\"" + name + "\"");
    ObjectText.requireDistinct(interfaces, "spec.interfaces", name -> "\"" + name + "\"");
    return new L2Advertisement(
        orEmpty(ObjectText.meta(advertisement).getName()),
        new TreeSet<>(pools),
        SelectorTranslator.translate(spec.ipAddressPoolSelectors(), "spec.ipAddressPoolSelectors"),
        SelectorTranslator.translate(spec.nodeSelectors(), "spec.nodeSelectors"),
        new TreeSet<>(interfaces),
        SelectorTranslator.translate(spec.serviceSelectors(), "spec.serviceSelectors"));
  }

  private static List<ConfigFault> notices(io.fairlead.k8s.crd.L2Advertisement advertisement) {
    var spec = advertisement.getSpec();
    return spec == null || orEmpty(spec.preferredNodeSelectors()).isEmpty()
        ? List.of()
        : List.of(
            new ConfigFault(
                ObjectText.where(advertisement),
                "spec.preferredNodeSelectors has no effect yet: all selected nodes count alike"));
  }
}
