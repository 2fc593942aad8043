package io.fairlead.k8s.crd;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** {@code spec} of a BFDProfile; RFC 5880 names the same things. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BFDProfileSpec(
    @Min(10) @Max(60000) @JsonPropertyDescription(
            "Smallest interval in milliseconds at which packets can be received. Absent: 300.")
        @Nullable Integer receiveInterval,
    @Min(10) @Max(60000) @JsonPropertyDescription("Interval in milliseconds at which packets are sent. Absent: 300.")
        @Nullable Integer transmitInterval,
    @Min(2) @Max(255) @JsonPropertyDescription("So many packets lost in a row end the session. Absent: 3.")
        @Nullable Integer detectMultiplier,
    @Min(10) @Max(60000) @JsonPropertyDescription("Interval in milliseconds of echo packets, both ways. Absent: 50.")
        @Nullable Integer echoInterval,
    @JsonPropertyDescription("Use echo packets; not for IPv6.") @Nullable Boolean echoMode,
    @JsonPropertyDescription("Wait for the other side to begin.") @Nullable Boolean passiveMode,
    @Min(1) @Max(254) @JsonPropertyDescription(
            "Sessions over several hops: lowest TTL of a packet that is accepted. Absent: 254.")
        @Nullable Integer minimumTtl) {}
