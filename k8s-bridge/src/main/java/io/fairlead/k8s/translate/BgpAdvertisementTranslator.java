package io.fairlead.k8s.translate;

import static io.fairlead.k8s.translate.ObjectText.orEmpty;

import io.fairlead.config.BgpAdvertisement;
import io.fairlead.config.BgpCommunity;
import io.fairlead.config.ConfigRule;
import io.fairlead.k8s.crd.BGPAdvertisement;
import io.fairlead.k8s.crd.BGPAdvertisementSpec;
import io.fairlead.k8s.validate.AdvertisementRules;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** BGPAdvertisement to {@link BgpAdvertisement}. */
final class BgpAdvertisementTranslator {
  private static final ConfigRule DUPLICATE = ConfigRule.ADVERTISEMENT_DUPLICATE;
  private static final BGPAdvertisementSpec ALL =
      new BGPAdvertisementSpec(null, null, null, null, null, null, null, null, null);

  private BgpAdvertisementTranslator() {}

  static Translated<BgpAdvertisement> translate(
      BGPAdvertisement advertisement, References references) {
    // An advertisement without a spec is legal and means: everything, everywhere, to everybody.
    var spec = Optional.ofNullable(advertisement.getSpec()).orElse(ALL);
    try {
      String name = orEmpty(ObjectText.meta(advertisement).getName());
      return Translated.accepted(translate(name, spec, references), List.of());
    } catch (IllegalArgumentException e) {
      return Translated.refused(ObjectText.where(advertisement), e);
    }
  }

  private static BgpAdvertisement translate(
      String name, BGPAdvertisementSpec spec, References references) {
    var localPref = spec.localPref();
    var value =
        new BgpAdvertisement(
            name,
            AdvertisementRules.aggregation(or(spec.aggregationLength(), 32), 32),
            AdvertisementRules.aggregation(or(spec.aggregationLengthV6(), 128), 128),
            AdvertisementRules.localPref(localPref == null ? 0 : localPref),
            communities(orEmpty(spec.communities()), references),
            names(spec.ipAddressPools(), "spec.ipAddressPools"),
            SelectorTranslator.translate(
                spec.ipAddressPoolSelectors(), "spec.ipAddressPoolSelectors", DUPLICATE),
            SelectorTranslator.translate(spec.nodeSelectors(), "spec.nodeSelectors", DUPLICATE),
            SelectorTranslator.translate(
                spec.serviceSelectors(), "spec.serviceSelectors", DUPLICATE),
            names(spec.peers(), "spec.peers"));
    AdvertisementRules.selectorsWithoutAggregation(value);
    return value;
  }

  static SortedSet<BgpCommunity> communities(List<String> texts, References references) {
    ObjectText.requireDistinct(texts, "communities", DUPLICATE, text -> "\"" + text + "\"");
    var communities = new TreeSet<BgpCommunity>();
    texts.forEach(text -> references.community(text).ifPresent(communities::add));
    return communities;
  }

  private static SortedSet<String> names(@Nullable List<String> given, String field) {
    var names = orEmpty(given);
    ObjectText.requireDistinct(names, field, DUPLICATE, name -> "\"" + name + "\"");
    return new TreeSet<>(names);
  }

  private static int or(@Nullable Integer number, int absent) {
    return number == null ? absent : number;
  }
}
