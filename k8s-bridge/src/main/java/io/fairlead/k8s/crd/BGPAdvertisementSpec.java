package io.fairlead.k8s.crd;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code spec} of a BGPAdvertisement. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = BGPAdvertisementSpec.AGGREGATION_RULE,
    message = BGPAdvertisementSpec.AGGREGATION_MESSAGE)
public record BGPAdvertisementSpec(
    @Default("32")
        @Min(1) @Max(32) @JsonPropertyDescription(
            "Length of the IPv4 prefixes that are advertised: 32 advertises each address by"
                + " itself, less brings addresses together.")
        @Nullable Integer aggregationLength,
    @Default("128") @Max(128) @JsonPropertyDescription("The same for IPv6.")
        @Nullable Integer aggregationLengthV6,
    @Min(0) @Max(4294967295d) @SchemaHint(format = "int64")
        @JsonPropertyDescription(
            "LOCAL_PREF of the routes towards peers of our own AS. 0 or absent: none.")
        @Nullable Long localPref,
    @JsonPropertyDescription(
            "Communities of the routes: 64512:100, large:64512:1:2, or the name of one in a"
                + " Community object.")
        @Nullable List<@Size(max = 253) String> communities,
    @JsonPropertyDescription(
            "Names of the pools to advertise. With no name and no selector all pools are"
                + " advertised.")
        @Nullable List<@Size(max = 253) String> ipAddressPools,
    @JsonPropertyDescription("Selects further pools by their labels; one match is enough.")
        @Nullable List<LabelSelector> ipAddressPoolSelectors,
    @JsonPropertyDescription(
            "Limits advertising to nodes with these labels; one match is enough. Absent: all"
                + " nodes.")
        @Nullable List<LabelSelector> nodeSelectors,
    @JsonPropertyDescription(
            "Limits advertising to Services with these labels; one match is enough. Absent: all"
                + " Services.")
        @Nullable List<LabelSelector> serviceSelectors,
    @JsonPropertyDescription("Names of the BGPPeers to advertise to. Absent: all of them.")
        @Nullable List<@Size(max = 253) String> peers) {

  static final String AGGREGATION_RULE =
      "!has(self.serviceSelectors) || size(self.serviceSelectors) == 0"
          + " || ((!has(self.aggregationLength) || self.aggregationLength == 32)"
          + " && (!has(self.aggregationLengthV6) || self.aggregationLengthV6 == 128))";
  static final String AGGREGATION_MESSAGE =
      "serviceSelectors and aggregationLength are mutually exclusive, can only be used together"
          + " with default aggregationLength (32) and aggregationLengthV6 (128)";
}
