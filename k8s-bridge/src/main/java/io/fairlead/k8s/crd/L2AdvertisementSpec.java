package io.fairlead.k8s.crd;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code spec} of an L2Advertisement. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record L2AdvertisementSpec(
    @JsonPropertyDescription(
            "Names of the pools to announce. With no name and no selector all pools are announced.")
        @Nullable List<@Size(max = 253) String> ipAddressPools,
    @JsonPropertyDescription("Selects further pools by their labels; one match is enough.")
        @Nullable List<LabelSelector> ipAddressPoolSelectors,
    @JsonPropertyDescription(
            "Limits announcing to nodes with these labels; one match is enough. Absent: all nodes.")
        @Nullable List<LabelSelector> nodeSelectors,
    @JsonPropertyDescription(
            "Exact names of the network interfaces to announce on. Absent: all that fit.")
        @Nullable List<@Size(max = 63) String> interfaces,
    @JsonPropertyDescription(
            "Limits announcing to Services with these labels; one match is enough. Absent: all"
                + " Services.")
        @Nullable List<LabelSelector> serviceSelectors,
    @JsonPropertyDescription(
            "Nodes that should announce rather than others, if they can; the weights of all that"
                + " match a node add up.")
        @Nullable List<PreferredNodeSelector> preferredNodeSelectors) {}
