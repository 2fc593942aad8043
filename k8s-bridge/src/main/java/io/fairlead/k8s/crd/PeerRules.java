package io.fairlead.k8s.crd;

/**
 * CEL rules of BGPPeer: what one object tells by itself, refused where it is applied. The validator
 * holds the same rules, for objects that came past them.
 */
final class PeerRules {
  static final String ONE_ASN = "(has(self.peerASN) && self.peerASN != 0) != has(self.dynamicASN)";
  static final String ONE_ASN_MESSAGE = "exactly one of peerASN and dynamicASN must be set";
  static final String ONE_TARGET =
      "(has(self.peerAddress) && self.peerAddress != '')"
          + " != (has(self.interface) && self.interface != '')";
  static final String ONE_TARGET_MESSAGE = "exactly one of peerAddress and interface must be set";
  static final String MULTI_HOP =
      "!has(self.ebgpMultiHop) || !self.ebgpMultiHop"
          + " || !has(self.peerASN) || self.peerASN != self.myASN";
  static final String MULTI_HOP_MESSAGE =
      "ebgpMultiHop is only for a peer of another AS: peerASN equals myASN";
  static final String ONE_PASSWORD =
      "!(has(self.password) && self.password != '' && has(self.passwordSecret)"
          + " && has(self.passwordSecret.name) && self.passwordSecret.name != '')";
  static final String ONE_PASSWORD_MESSAGE = "password and passwordSecret cannot both be set";
  static final String HOLD =
      "!has(self.holdTime) || duration(self.holdTime) == duration('0s')"
          + " || duration(self.holdTime) >= duration('3s')";
  static final String HOLD_MESSAGE = "holdTime must be 0s, or 3s and more";
  static final String KEEPALIVE =
      "!has(self.holdTime) || !has(self.keepaliveTime)"
          + " || duration(self.keepaliveTime) <= duration(self.holdTime)";
  static final String KEEPALIVE_MESSAGE = "keepaliveTime must not be greater than holdTime";
  static final String CONNECT =
      "duration(self).getSeconds() >= 1 && duration(self).getSeconds() <= 65535";
  static final String CONNECT_MESSAGE = "connect time should be between 1 seconds to 65535";
  static final String CONNECT_WHOLE = "duration(self).getMilliseconds() % 1000 == 0";
  static final String CONNECT_WHOLE_MESSAGE =
      "connect time should contain a whole number of seconds";
  static final String RESTART_MESSAGE = "EnableGracefulRestart cannot be changed after creation";
  static final String FIXED = "self == oldSelf";
  static final String FIXED_MESSAGE = "Value is immutable";

  private PeerRules() {}
}
