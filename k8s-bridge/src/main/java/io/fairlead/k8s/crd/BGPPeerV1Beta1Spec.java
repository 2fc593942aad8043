package io.fairlead.k8s.crd;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code spec} of a BGPPeer in its older form. Each field means what it means in v1beta2. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BGPPeerV1Beta1Spec(
    @Required
        @Min(0) @Max(4294967295d) @SchemaHint(format = "int64")
        @JsonPropertyDescription("Our AS number on the session.")
        @Nullable Long myASN,
    @Required
        @Min(0) @Max(4294967295d) @SchemaHint(format = "int64")
        @JsonPropertyDescription("AS number of the peer.")
        @Nullable Long peerASN,
    @Required @Size(max = 64) @JsonPropertyDescription("IP address of the peer.")
        @Nullable String peerAddress,
    @Size(max = 64) @JsonPropertyDescription("Address that the session comes from.")
        @Nullable String sourceAddress,
    @Min(0) @Max(16384) @JsonPropertyDescription("TCP port of the peer. Absent: 179.")
        @Nullable Integer peerPort,
    @Size(max = 64) @JsonPropertyDescription("Without a message for so long the session ends.")
        @Nullable String holdTime,
    @Size(max = 64) @JsonPropertyDescription("Interval of keepalive messages.")
        @Nullable String keepaliveTime,
    @Size(max = 64) @JsonPropertyDescription("BGP identifier of the node.")
        @Nullable String routerID,
    @JsonPropertyDescription("Limits the session to nodes with these labels.")
        @Nullable List<NodeSelector> nodeSelectors,
    @JsonPropertyDescription("Password of the session (TCP MD5).") @Nullable String password,
    @Size(max = 253) @JsonPropertyDescription("Name of the BFDProfile for the session.")
        @Nullable String bfdProfile,
    @JsonPropertyDescription("The peer of another AS is more than one hop away.")
        @Nullable Boolean ebgpMultiHop) {

  /** One entry of {@code nodeSelectors}. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record NodeSelector(
      @Nullable Map<String, String> matchLabels,
      @Nullable List<MatchExpression> matchExpressions) {}

  /** One entry of {@code matchExpressions}. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record MatchExpression(
      @Required @Nullable String key,
      @Required @Nullable String operator,
      @Required @Size(min = 1) @Nullable List<String> values) {}
}
