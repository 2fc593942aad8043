package io.fairlead.k8s.crd;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.LabelSelector;
import org.jspecify.annotations.Nullable;

/** One entry of {@code spec.preferredNodeSelectors} of an L2Advertisement. */
public record PreferredNodeSelector(
    @Required
        @Min(1) @Max(100) @JsonPropertyDescription("How much the preference counts, 1 to 100.")
        int weight,
    @Required @JsonPropertyDescription("Selects the nodes by their labels.")
        @Nullable LabelSelector preference) {}
