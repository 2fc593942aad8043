package io.fairlead.k8s.crd;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** Custom resource BGPPeer, {@code metallb.io/v1beta2}. */
@Group("metallb.io")
@Version("v1beta2")
@Plural("bgppeers")
@Singular("bgppeer")
@JsonClassDescription("A router that the nodes hold a BGP session with.")
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
public final class BGPPeer extends CustomResource<BGPPeerSpec, EmptyStatus> implements Namespaced {
  private static final long serialVersionUID = 1;
}
