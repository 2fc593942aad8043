package io.fairlead.k8s.crd;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code spec.serviceAllocation} of an IPAddressPool. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ServiceAllocationSpec(
    @JsonPropertyDescription(
            "Among the pools that fit a Service the lowest number is used first; 0 or absent means"
                + " no priority and comes last.")
        @Nullable Integer priority,
    @JsonPropertyDescription("Namespaces whose Services may use the pool.")
        @Nullable List<@Size(max = 63) String> namespaces,
    @JsonPropertyDescription("Selects further namespaces by their labels; one match is enough.")
        @Nullable List<LabelSelector> namespaceSelectors,
    @JsonPropertyDescription("Selects Services by their labels; one match is enough.")
        @Nullable List<LabelSelector> serviceSelectors) {}
