package io.fairlead.k8s.crd;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** One entry of {@code spec.communities} of a Community. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CommunityAlias(
    @Size(max = 253) @JsonPropertyDescription("The name; no two objects may define the same.")
        @Nullable String name,
    @Size(max = 64) @JsonPropertyDescription(
            "The community: 64512:100 (RFC 1997) or large:64512:1:2 (RFC 8092).")
        @Nullable String value) {}
