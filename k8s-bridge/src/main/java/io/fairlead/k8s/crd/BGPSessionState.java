package io.fairlead.k8s.crd;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** Custom resource BGPSessionState, {@code frrk8s.metallb.io/v1beta1}, written by Fairlead. */
@Group("frrk8s.metallb.io")
@Version("v1beta1")
@Plural("bgpsessionstates")
@Singular("bgpsessionstate")
@JsonClassDescription("The state of one BGP session of a node, and of the BFD session beside it.")
@AdditionalPrinterColumn(
    name = "Node",
    jsonPath = ".status.node",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Peer",
    jsonPath = ".status.peer",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "VRF",
    jsonPath = ".status.vrf",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "BGP",
    jsonPath = ".status.bgpStatus",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "BFD",
    jsonPath = ".status.bfdStatus",
    type = AdditionalPrinterColumn.Type.STRING)
public final class BGPSessionState extends CustomResource<Void, BGPSessionStateStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1;
}
