package io.fairlead.k8s.crd;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** Custom resource BGPAdvertisement, {@code metallb.io/v1beta1}. */
@Group("metallb.io")
@Version("v1beta1")
@Plural("bgpadvertisements")
@Singular("bgpadvertisement")
@JsonClassDescription(
    "Which pools are advertised by BGP, from where, to whom, and with what attributes.")
@AdditionalPrinterColumn(
    name = "IPAddressPools",
    jsonPath = ".spec.ipAddressPools",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "IPAddressPool Selectors",
    jsonPath = ".spec.ipAddressPoolSelectors",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Peers",
    jsonPath = ".spec.peers",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Node Selectors",
    jsonPath = ".spec.nodeSelectors",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 10)
public final class BGPAdvertisement extends CustomResource<BGPAdvertisementSpec, EmptyStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1;
}
