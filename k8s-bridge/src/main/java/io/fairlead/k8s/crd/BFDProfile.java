package io.fairlead.k8s.crd;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** Custom resource BFDProfile, {@code metallb.io/v1beta1}. */
@Group("metallb.io")
@Version("v1beta1")
@Plural("bfdprofiles")
@Singular("bfdprofile")
@JsonClassDescription("Timers of the BFD sessions that watch over BGP peers.")
@AdditionalPrinterColumn(
    name = "Passive Mode",
    jsonPath = ".spec.passiveMode",
    type = AdditionalPrinterColumn.Type.BOOLEAN)
@AdditionalPrinterColumn(
    name = "Transmit Interval",
    jsonPath = ".spec.transmitInterval",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Receive Interval",
    jsonPath = ".spec.receiveInterval",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Multiplier",
    jsonPath = ".spec.detectMultiplier",
    type = AdditionalPrinterColumn.Type.INTEGER)
public final class BFDProfile extends CustomResource<BFDProfileSpec, EmptyStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1;
}
