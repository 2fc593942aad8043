package io.fairlead.k8s.crd;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code spec} of a Community. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CommunitySpec(
    @JsonPropertyDescription("The names and what they stand for.")
        @Nullable List<CommunityAlias> communities) {}
