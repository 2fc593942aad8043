package io.fairlead.k8s.crd;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code status} of a ServiceL2Status. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ServiceL2StatusStatus(
    @ValidationRule(value = PeerRules.FIXED, message = PeerRules.FIXED_MESSAGE)
        @JsonPropertyDescription("The node that announces.")
        @Nullable String node,
    @ValidationRule(value = PeerRules.FIXED, message = PeerRules.FIXED_MESSAGE)
        @JsonPropertyDescription("Name of the Service.")
        @Nullable String serviceName,
    @ValidationRule(value = PeerRules.FIXED, message = PeerRules.FIXED_MESSAGE)
        @JsonPropertyDescription("Namespace of the Service.")
        @Nullable String serviceNamespace,
    @JsonPropertyDescription("The interfaces announced on. Empty: all that fit.")
        @Nullable List<InterfaceInfo> interfaces) {

  /** One entry of {@code interfaces}. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record InterfaceInfo(@Nullable String name) {}
}
