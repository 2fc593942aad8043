package io.fairlead.config;

/**
 * What configuration must satisfy. Each constant says the rule in a sentence; the fault that names
 * it says where and with which value it is broken.
 *
 * <p>The order and the numbers are those of MetalLB's own checks, V1 to V28, then Fairlead's own.
 */
public enum ConfigRule {
  OWN_ASN("V1", "a peer needs our AS number, myASN, and it is not 0"),
  PEER_ASN("V2", "a peer has exactly one of peerASN and dynamicASN (internal or external)"),
  MULTI_HOP("V3", "ebgpMultiHop is only for a peer of another AS"),
  PEER_TARGET("V4", "a peer has exactly one of peerAddress and interface"),
  PEER_ADDRESS("V5", "peerAddress, routerID and sourceAddress are IP addresses"),
  HOLD_TIME("V6", "a hold time is 0, or at least 3 whole seconds"),
  KEEPALIVE_TIME("V7", "a keepalive time is not longer than the hold time"),
  SELECTOR_DUPLICATE("V8", "a selector, an expression or a value is listed once"),
  PASSWORD_CHOICE("V9", "a peer has at most one of password and passwordSecret"),
  SECRET_MISSING("V10", "the Secret of a password exists", Weight.TRANSIENT),
  SECRET_UNUSABLE(
      "V10",
      "the Secret of a password is of type kubernetes.io/basic-auth and has the key password"),
  BFD_PROFILE_MISSING("V11", "the BFDProfile of a peer exists", Weight.TRANSIENT),
  PEER_DUPLICATE("V12", "no two peers are the same"),
  POOL_EMPTY("V13", "a pool has a name and at least one address"),
  RANGE("V14", "an entry of a pool is a CIDR, or a range whose start is not after its end"),
  RANGE_OVERLAP("V15", "no address is in a pool twice, or in two pools"),
  ALLOCATION_DUPLICATE("V16", "serviceAllocation lists a namespace or a selector once"),
  ADVERTISEMENT_DUPLICATE(
      "V17", "an advertisement lists a pool, a community, a peer or a selector once"),
  ADVERTISEMENT_EQUAL("V18", "no two BGPAdvertisements are the same"),
  AGGREGATION_LENGTH("V19", "an aggregation length is 1 to 32 for IPv4 and 1 to 128 for IPv6"),
  AGGREGATION_TOO_SHORT(
      "V20", "an aggregation length is not shorter than the prefixes of the pool"),
  LOCAL_PREF(
      "V21", "the same prefix is not advertised to the same peer with two local preferences"),
  LOCAL_PREF_OF_SERVICE(
      "V22", "a Service is not advertised to the same peer with two local preferences"),
  ECHO_WITH_IPV6("V23", "BFD echo is not for peers that IPv6 addresses are advertised to"),
  COMMUNITY("V24", "a community is two numbers up to 65535, or large: and three up to 4294967295"),
  COMMUNITY_DUPLICATE("V24", "a community alias is defined once"),
  COMMUNITY_MISSING("V24", "the alias of a community is defined", Weight.TRANSIENT),
  BFD_RANGE("V25", "timers of a BFDProfile are within their ranges"),
  SELECTOR_SYNTAX("V26", "a label selector is one that Kubernetes understands"),
  NATIVE_BGP("V27", "in the mode native a configuration uses only what MetalLB's native BGP has"),
  NODE_ROUTER_ID("V28", "peers of one node have the same routerID"),
  NODE_OWN_ASN("V28", "peers of one node and one VRF have the same myASN"),
  NODE_PEER_TARGET("V28", "a node has one session with an address or interface of a VRF"),
  CONNECT_TIME("F1", "a connect time is 1 to 65535 whole seconds"),
  AGGREGATION_WITH_SELECTOR("F2", "an advertisement for some Services does not aggregate"),
  POOL_PRIORITY("F3", "a priority is 0 for none, or a number from 1"),
  SPEC("F4", "an object has the fields that it needs, of the right kind"),
  PREFERENCE("F5", "the weight of a preferred node selector is 1 to 100"),
  LEGACY_FORMAT("F6", "the ConfigMap is YAML with the fields that MetalLB 0.12 knows"),
  LEGACY_SHADOWED(
      "F7",
      "a pool is defined by an IPAddressPool or by the ConfigMap, not by both",
      Weight.NOTICE),
  NO_EFFECT("F8", "nothing that is configured is without effect", Weight.NOTICE),
  LEGACY_AND_RESOURCES(
      "F9",
      "the ConfigMap and custom resources are in force side by side, and of two pools of one name"
          + " the IPAddressPool counts; \"fairlead convert\" writes the ConfigMap as resources",
      Weight.NOTICE);

  private enum Weight {
    ERROR,
    TRANSIENT,
    NOTICE
  }

  private final String id;
  private final String sentence;
  private final Weight weight;

  ConfigRule(String id, String sentence) {
    this(id, sentence, Weight.ERROR);
  }

  ConfigRule(String id, String sentence, Weight weight) {
    this.id = id;
    this.sentence = sentence;
    this.weight = weight;
  }

  /** V with MetalLB's number, F for a rule of Fairlead's own. */
  public String id() {
    return id;
  }

  /** What must hold, as a sentence without a full stop. */
  public String sentence() {
    return sentence;
  }

  /** True when what is missing may come later; the configuration then heals by itself. */
  public boolean isTransient() {
    return weight == Weight.TRANSIENT;
  }

  /** True when nothing is refused: something accepted has no effect. */
  public boolean isNotice() {
    return weight == Weight.NOTICE;
  }
}
