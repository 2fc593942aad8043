package io.fairlead.k8s.translate;

import static io.fairlead.k8s.translate.ObjectText.orEmpty;

import io.fairlead.config.BgpPeer;
import io.fairlead.config.ConfigFault;
import io.fairlead.config.ConfigRule;
import io.fairlead.config.PeerPassword;
import io.fairlead.config.PeerTarget;
import io.fairlead.config.PeerTimers;
import io.fairlead.k8s.crd.BGPPeer;
import io.fairlead.k8s.crd.BGPPeerSpec;
import io.fairlead.k8s.validate.ConfigRefusal;
import io.fairlead.k8s.validate.PeerRules;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** BGPPeer to {@link BgpPeer}. */
final class PeerTranslator {
  private PeerTranslator() {}

  static Translated<BgpPeer> translate(BGPPeer peer, References references) {
    String where = ObjectText.where(peer);
    try {
      var spec = peer.getSpec();
      if (spec == null) {
        throw new ConfigRefusal(ConfigRule.OWN_ASN, "spec is missing");
      }
      var value = translate(orEmpty(ObjectText.meta(peer).getName()), spec, references);
      return Translated.accepted(value, notices(where, spec));
    } catch (IllegalArgumentException e) {
      return Translated.refused(where, e);
    }
  }

  private static BgpPeer translate(String name, BGPPeerSpec spec, References references) {
    long myAsn = PeerRules.ownAsn(orZero(spec.myASN()));
    var peerAsn = PeerRules.peerAsn(orZero(spec.peerASN()), orEmpty(spec.dynamicASN()));
    boolean multiHop = isTrue(spec.ebgpMultiHop());
    PeerRules.multiHop(multiHop, myAsn, peerAsn);
    var port = spec.peerPort();
    return new BgpPeer(
        name,
        myAsn,
        peerAsn,
        Optional.ofNullable(spec.localASN()).filter(asn -> asn != 0),
        target(orEmpty(spec.peerAddress()), orEmpty(spec.interfaceName())),
        given(spec.sourceAddress()).map(a -> PeerRules.address(a, "spec.sourceAddress")),
        port == null || port == 0 ? BgpPeer.PORT_DEFAULT : port,
        timers(spec),
        given(spec.routerID()).map(id -> PeerRules.routerId(id, "spec.routerID")),
        SelectorTranslator.translate(
            spec.nodeSelectors(), "spec.nodeSelectors", ConfigRule.SELECTOR_DUPLICATE),
        password(spec, references),
        given(spec.bfdProfile()).flatMap(references::bfdProfile),
        isTrue(spec.enableGracefulRestart()),
        multiHop,
        orEmpty(spec.vrf()),
        isTrue(spec.dualStackAddressFamily()));
  }

  /** V4. */
  private static PeerTarget target(String address, String link) {
    if (address.isEmpty() && link.isEmpty()) {
      throw new ConfigRefusal(
          ConfigRule.PEER_TARGET, "peer has no Address and no Interface: set spec.peerAddress");
    }
    if (!address.isEmpty() && !link.isEmpty()) {
      throw new ConfigRefusal(
          ConfigRule.PEER_TARGET, "peer has both Address and Interface: remove one of them");
    }
    return address.isEmpty()
        ? new PeerTarget.Interface(link)
        : new PeerTarget.Address(PeerRules.address(address, "spec.peerAddress"));
  }

  private static PeerTimers timers(BGPPeerSpec spec) {
    return PeerRules.timers(
        duration(spec.holdTime(), "spec.holdTime", ConfigRule.HOLD_TIME),
        duration(spec.keepaliveTime(), "spec.keepaliveTime", ConfigRule.KEEPALIVE_TIME),
        duration(spec.connectTime(), "spec.connectTime", ConfigRule.CONNECT_TIME));
  }

  static Optional<Duration> duration(@Nullable String text, String field, ConfigRule rule) {
    try {
      return given(text).map(GoDuration::parse);
    } catch (IllegalArgumentException e) {
      throw new ConfigRefusal(rule, field + ": " + e.getMessage(), e);
    }
  }

  /** V9. */
  private static Optional<PeerPassword> password(BGPPeerSpec spec, References references) {
    var ref = spec.passwordSecret();
    var secret = ref == null ? Optional.<String>empty() : given(ref.name());
    var plain = given(spec.password());
    if (secret.isPresent() && plain.isPresent()) {
      throw new ConfigRefusal(
          ConfigRule.PASSWORD_CHOICE,
          "can not have both password and secret ref: remove spec.password");
    }
    return secret.isPresent() ? references.password(secret.get()) : plain.map(PeerPassword::new);
  }

  private static List<ConfigFault> notices(String where, BGPPeerSpec spec) {
    return isTrue(spec.disableMP())
        ? List.of(
            new ConfigFault(
                where, "spec.disableMP is deprecated and has no effect", ConfigRule.NO_EFFECT))
        : List.of();
  }

  private static Optional<String> given(@Nullable String text) {
    return Optional.ofNullable(text).filter(value -> !value.isBlank());
  }

  private static long orZero(@Nullable Long number) {
    return number == null ? 0 : number;
  }

  private static boolean isTrue(@Nullable Boolean flag) {
    return flag != null && flag;
  }
}
