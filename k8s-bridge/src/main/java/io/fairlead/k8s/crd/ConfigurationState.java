package io.fairlead.k8s.crd;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** Custom resource ConfigurationState, {@code metallb.io/v1beta1}, written by Fairlead. */
@Group("metallb.io")
@Version("v1beta1")
@Plural("configurationstates")
@Singular("configurationstate")
@JsonClassDescription(
    "Whether the configuration is in force, and what is wrong with it where it is not.")
@AdditionalPrinterColumn(
    name = "Result",
    jsonPath = ".status.result",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "ErrorSummary",
    jsonPath = ".status.errorSummary",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public final class ConfigurationState extends CustomResource<Void, ConfigurationStateStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1;
}
