package io.fairlead.k8s.crd;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** Custom resource IPAddressPool, {@code metallb.io/v1beta1}. */
@Group("metallb.io")
@Version("v1beta1")
@Plural("ipaddresspools")
@Singular("ipaddresspool")
@JsonClassDescription("Addresses to hand out, and who may use them.")
@AdditionalPrinterColumn(
    name = "Auto Assign",
    jsonPath = ".spec.autoAssign",
    type = AdditionalPrinterColumn.Type.BOOLEAN)
@AdditionalPrinterColumn(
    name = "Avoid Buggy IPs",
    jsonPath = ".spec.avoidBuggyIPs",
    type = AdditionalPrinterColumn.Type.BOOLEAN)
@AdditionalPrinterColumn(
    name = "Addresses",
    jsonPath = ".spec.addresses",
    type = AdditionalPrinterColumn.Type.STRING)
public final class IPAddressPool extends CustomResource<IPAddressPoolSpec, IPAddressPoolStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1;

  @Required
  @JsonPropertyDescription("The addresses of the pool and who may use them.")
  @Override
  public IPAddressPoolSpec getSpec() {
    return super.getSpec();
  }
}
