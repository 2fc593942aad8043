package io.fairlead.k8s.webhook;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fairlead.k8s.crd.BFDProfile;
import io.fairlead.k8s.crd.BGPAdvertisement;
import io.fairlead.k8s.crd.BGPPeer;
import io.fairlead.k8s.crd.Community;
import io.fairlead.k8s.crd.IPAddressPool;
import io.fairlead.k8s.crd.L2Advertisement;
import java.util.Arrays;
import java.util.Optional;

/** The kinds that the webhook judges, each under MetalLB's path. */
enum ReviewedKind {
  BGP_PEER("/validate-metallb-io-v1beta2-bgppeer", BGPPeer.class),
  BFD_PROFILE("/validate-metallb-io-v1beta1-bfdprofile", BFDProfile.class),
  BGP_ADVERTISEMENT("/validate-metallb-io-v1beta1-bgpadvertisement", BGPAdvertisement.class),
  COMMUNITY("/validate-metallb-io-v1beta1-community", Community.class),
  POOL("/validate-metallb-io-v1beta1-ipaddresspool", IPAddressPool.class),
  L2_ADVERTISEMENT("/validate-metallb-io-v1beta1-l2advertisement", L2Advertisement.class);

  private final String path;
  private final Class<? extends HasMetadata> type;

  ReviewedKind(String path, Class<? extends HasMetadata> type) {
    this.path = path;
    this.type = type;
  }

  static Optional<ReviewedKind> at(String path) {
    return Arrays.stream(values()).filter(kind -> kind.path.equals(path)).findFirst();
  }

  Class<? extends HasMetadata> type() {
    return type;
  }
}
