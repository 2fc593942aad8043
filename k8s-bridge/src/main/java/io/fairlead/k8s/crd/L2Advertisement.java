package io.fairlead.k8s.crd;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** Custom resource L2Advertisement, {@code metallb.io/v1beta1}. */
@Group("metallb.io")
@Version("v1beta1")
@Plural("l2advertisements")
@Singular("l2advertisement")
@JsonClassDescription("Which pools are announced by layer 2, and from where.")
@AdditionalPrinterColumn(
    name = "IPAddressPools",
    jsonPath = ".spec.ipAddressPools",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "IPAddressPool Selectors",
    jsonPath = ".spec.ipAddressPoolSelectors",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Interfaces",
    jsonPath = ".spec.interfaces",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Node Selectors",
    jsonPath = ".spec.nodeSelectors",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 10)
public final class L2Advertisement extends CustomResource<L2AdvertisementSpec, EmptyStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1;

  @JsonPropertyDescription("Which pools are announced by layer 2, and from where.")
  @Override
  public L2AdvertisementSpec getSpec() {
    return super.getSpec();
  }
}
