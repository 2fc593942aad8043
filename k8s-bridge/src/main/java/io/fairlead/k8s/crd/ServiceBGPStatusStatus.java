package io.fairlead.k8s.crd;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code status} of a ServiceBGPStatus. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ServiceBGPStatusStatus(
    @ValidationRule(value = PeerRules.FIXED, message = PeerRules.FIXED_MESSAGE)
        @JsonPropertyDescription("The node that advertises.")
        @Nullable String node,
    @ValidationRule(value = PeerRules.FIXED, message = PeerRules.FIXED_MESSAGE)
        @JsonPropertyDescription("Name of the Service.")
        @Nullable String serviceName,
    @ValidationRule(value = PeerRules.FIXED, message = PeerRules.FIXED_MESSAGE)
        @JsonPropertyDescription("Namespace of the Service.")
        @Nullable String serviceNamespace,
    @JsonPropertyDescription(
            "Names of the BGPPeers that the Service is meant for, sorted; their sessions may be"
                + " down.")
        @Nullable List<String> peers) {}
