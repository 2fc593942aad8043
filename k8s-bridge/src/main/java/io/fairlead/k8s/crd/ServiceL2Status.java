package io.fairlead.k8s.crd;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** Custom resource ServiceL2Status, {@code metallb.io/v1beta1}, written by Fairlead. */
@Group("metallb.io")
@Version("v1beta1")
@Plural("servicel2statuses")
@Singular("servicel2status")
@JsonClassDescription("Which node announces a Service by layer 2.")
@AdditionalPrinterColumn(
    name = "Allocated Node",
    jsonPath = ".status.node",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Service Name",
    jsonPath = ".status.serviceName",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Service Namespace",
    jsonPath = ".status.serviceNamespace",
    type = AdditionalPrinterColumn.Type.STRING)
public final class ServiceL2Status extends CustomResource<Void, ServiceL2StatusStatus>
    implements Namespaced {
  /** Labels that name the Service. */
  public static final String SERVICE_LABEL = "metallb.io/service-name";

  public static final String NAMESPACE_LABEL = "metallb.io/service-namespace";

  private static final long serialVersionUID = 1;
}
