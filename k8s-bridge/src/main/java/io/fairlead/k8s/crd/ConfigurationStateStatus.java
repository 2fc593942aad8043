package io.fairlead.k8s.crd;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code status} of a ConfigurationState. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ConfigurationStateStatus(
    @SchemaHint(choices = {"Valid", "Invalid", "Unknown"})
        @JsonPropertyDescription("Whether all of the configuration is in force.")
        @Nullable String result,
    @JsonPropertyDescription("What is wrong, and where.") @Nullable String errorSummary,
    @SchemaHint(listKey = "type") @JsonPropertyDescription("One condition for each part.")
        @Nullable List<StateCondition> conditions) {

  /** A condition as Kubernetes writes them everywhere. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record StateCondition(
      @Required @Nullable String type,
      @Required @SchemaHint(choices = {"True", "False", "Unknown"}) @Nullable String status,
      @SchemaHint(format = "int64") @Nullable Long observedGeneration,
      @Required @SchemaHint(format = "date-time") @Nullable String lastTransitionTime,
      @Required @Nullable String reason,
      @Required @Nullable String message) {}
}
