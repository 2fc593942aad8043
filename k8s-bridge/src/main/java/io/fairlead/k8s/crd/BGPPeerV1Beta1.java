package io.fairlead.k8s.crd;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** Custom resource BGPPeer, {@code metallb.io/v1beta1}: the older form, still served. */
@Group("metallb.io")
@Version(
    value = "v1beta1",
    storage = false,
    served = true,
    deprecated = true,
    deprecationWarning = BGPPeerV1Beta1.WARNING)
@Kind("BGPPeer")
@Plural("bgppeers")
@Singular("bgppeer")
@JsonClassDescription("A router that the nodes hold a BGP session with (older form).")
@AdditionalPrinterColumn(
    name = "Address",
    jsonPath = ".spec.peerAddress",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "ASN",
    jsonPath = ".spec.peerASN",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "BFD Profile",
    jsonPath = ".spec.bfdProfile",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Multi Hops",
    jsonPath = ".spec.ebgpMultiHop",
    type = AdditionalPrinterColumn.Type.STRING)
public final class BGPPeerV1Beta1 extends CustomResource<BGPPeerV1Beta1Spec, EmptyStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1;

  static final String WARNING = "v1beta1 is deprecated, please use v1beta2";
}
