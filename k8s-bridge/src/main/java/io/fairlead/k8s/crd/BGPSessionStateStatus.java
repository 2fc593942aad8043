package io.fairlead.k8s.crd;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** {@code status} of a BGPSessionState. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BGPSessionStateStatus(
    @JsonPropertyDescription("State of the BGP session: Established when routes can flow.")
        @Nullable String bgpStatus,
    @JsonPropertyDescription("State of the BFD session; N/A when the peer has no BFD profile.")
        @Nullable String bfdStatus,
    @JsonPropertyDescription("The node whose session it is.") @Nullable String node,
    @JsonPropertyDescription("Name of the BGPPeer.") @Nullable String peer,
    @JsonPropertyDescription("The VRF; absent: the default one.") @Nullable String vrf) {}
