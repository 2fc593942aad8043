package io.fairlead.k8s.translate;

import static io.fairlead.k8s.translate.ObjectText.orEmpty;

import io.fairlead.config.BfdProfile;
import io.fairlead.config.ConfigRule;
import io.fairlead.k8s.crd.BFDProfile;
import io.fairlead.k8s.crd.BFDProfileSpec;
import io.fairlead.k8s.validate.ConfigRefusal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** BFDProfile to {@link BfdProfile}. */
final class BfdProfileTranslator {
  private static final BFDProfileSpec DEFAULTS =
      new BFDProfileSpec(null, null, null, null, null, null, null);

  private BfdProfileTranslator() {}

  static Translated<BfdProfile> translate(BFDProfile profile) {
    var spec = Optional.ofNullable(profile.getSpec()).orElse(DEFAULTS);
    try {
      return Translated.accepted(of(orEmpty(ObjectText.meta(profile).getName()), spec), List.of());
    } catch (IllegalArgumentException e) {
      return Translated.refused(
          ObjectText.where(profile),
          orEmpty(e.getMessage()),
          ConfigRefusal.ruleOf(e, ConfigRule.BFD_RANGE));
    }
  }

  /** The constructor holds V25. */
  static BfdProfile of(String name, BFDProfileSpec spec) {
    return new BfdProfile(
        name,
        or(spec.receiveInterval(), BfdProfile.INTERVAL_DEFAULT),
        or(spec.transmitInterval(), BfdProfile.INTERVAL_DEFAULT),
        or(spec.detectMultiplier(), BfdProfile.MULTIPLIER_DEFAULT),
        or(spec.echoInterval(), BfdProfile.ECHO_DEFAULT),
        Boolean.TRUE.equals(spec.echoMode()),
        Boolean.TRUE.equals(spec.passiveMode()),
        or(spec.minimumTtl(), BfdProfile.TTL_DEFAULT));
  }

  private static int or(@Nullable Integer number, int absent) {
    return number == null ? absent : number;
  }
}
