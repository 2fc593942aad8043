package io.fairlead.k8s.crd;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** {@code spec.passwordSecret} of a BGPPeer. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SecretRef(
    @Size(max = 253) @JsonPropertyDescription("Name of the Secret.") @Nullable String name,
    @Size(max = 63) @JsonPropertyDescription(
            "Namespace of the Secret. Absent: that of the BGPPeer, which is the only one read.")
        @Nullable String namespace) {}
