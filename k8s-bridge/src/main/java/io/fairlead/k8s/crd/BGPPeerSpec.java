package io.fairlead.k8s.crd;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code spec} of a BGPPeer. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = "self.myASN != 0", message = "myASN must not be 0", fieldPath = ".myASN")
@ValidationRule(value = PeerRules.ONE_ASN, message = PeerRules.ONE_ASN_MESSAGE)
@ValidationRule(value = PeerRules.ONE_TARGET, message = PeerRules.ONE_TARGET_MESSAGE)
@ValidationRule(value = PeerRules.MULTI_HOP, message = PeerRules.MULTI_HOP_MESSAGE)
@ValidationRule(value = PeerRules.ONE_PASSWORD, message = PeerRules.ONE_PASSWORD_MESSAGE)
@ValidationRule(value = PeerRules.HOLD, message = PeerRules.HOLD_MESSAGE)
@ValidationRule(value = PeerRules.KEEPALIVE, message = PeerRules.KEEPALIVE_MESSAGE)
public record BGPPeerSpec(
    @Required
        @Min(0) @Max(4294967295d) @SchemaHint(format = "int64")
        @JsonPropertyDescription("Our AS number on the session.")
        @Nullable Long myASN,
    @Min(0) @Max(4294967295d) @SchemaHint(format = "int64")
        @JsonPropertyDescription("AS number of the peer. Either this or dynamicASN.")
        @Nullable Long peerASN,
    @SchemaHint(choices = {"internal", "external"})
        @JsonPropertyDescription(
            "Accept the AS number that the peer names: internal: it must be ours; external: it"
                + " must not. Either this or peerASN.")
        @Nullable String dynamicASN,
    @Min(1) @Max(4294967295d) @SchemaHint(format = "int64")
        @JsonPropertyDescription(
            "AS number that the peer sees in place of myASN, on this session only.")
        @Nullable Long localASN,
    @Size(max = 64) @JsonPropertyDescription("IP address of the peer. Either this or interface.")
        @Nullable String peerAddress,
    @Size(max = 63) @JsonPropertyDescription(
            "Network interface of an unnumbered session. Either this or peerAddress.")
        @JsonProperty("interface")
        @Nullable String interfaceName,
    @Size(max = 64) @JsonPropertyDescription("Address that the session comes from. Absent: the system chooses.")
        @Nullable String sourceAddress,
    @Default("179") @Min(1) @Max(16384) @JsonPropertyDescription("TCP port of the peer.")
        @Nullable Integer peerPort,
    @Size(max = 64) @JsonPropertyDescription(
            "Without a message for so long the session ends: 0, or 3s and more, as in 90s.")
        @Nullable String holdTime,
    @Size(max = 64) @JsonPropertyDescription(
            "Interval of keepalive messages, at most holdTime. Absent: a third of it.")
        @Nullable String keepaliveTime,
    @Size(max = 64) @ValidationRule(value = PeerRules.CONNECT, message = PeerRules.CONNECT_MESSAGE)
        @ValidationRule(value = PeerRules.CONNECT_WHOLE, message = PeerRules.CONNECT_WHOLE_MESSAGE)
        @JsonPropertyDescription("Pause between two attempts to connect, 1s to 65535s.")
        @Nullable String connectTime,
    @Size(max = 64) @JsonPropertyDescription(
            "BGP identifier of the node, an IPv4 address. Absent: one of its addresses.")
        @Nullable String routerID,
    @JsonPropertyDescription(
            "Limits the session to nodes with these labels; one match is enough. Absent: all"
                + " nodes.")
        @Nullable List<LabelSelector> nodeSelectors,
    @JsonPropertyDescription("Password of the session (TCP MD5). Better: passwordSecret.")
        @Nullable String password,
    @JsonPropertyDescription(
            "Secret of type kubernetes.io/basic-auth whose key password is that of the session.")
        @Nullable SecretRef passwordSecret,
    @Size(max = 253) @JsonPropertyDescription("Name of the BFDProfile for the session. Absent: no BFD.")
        @Nullable String bfdProfile,
    @ValidationRule(value = "self == oldSelf", message = PeerRules.RESTART_MESSAGE)
        @JsonPropertyDescription("Graceful restart, RFC 4724. It cannot be changed later.")
        @Nullable Boolean enableGracefulRestart,
    @JsonPropertyDescription("The peer of another AS is more than one hop away.")
        @Nullable Boolean ebgpMultiHop,
    @Size(max = 63) @JsonPropertyDescription("Linux VRF of the session. Absent: the default one.")
        @Nullable String vrf,
    @Default("false") @JsonPropertyDescription("Deprecated; it has no effect.")
        @Nullable Boolean disableMP,
    @Default("false") @JsonPropertyDescription("Carry IPv4 and IPv6 routes over the one session.")
        @Nullable Boolean dualStackAddressFamily) {}
