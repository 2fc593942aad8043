package io.fairlead.k8s.crd;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code spec} of an IPAddressPool. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = IPAddressPoolSpec.ADDRESS_RULE,
    message = IPAddressPoolSpec.ADDRESS_MESSAGE,
    fieldPath = ".addresses")
public record IPAddressPoolSpec(
    @Required
        @Size(min = 1, max = 1024) @JsonPropertyDescription(
            "Addresses to hand out, first entry first. Each entry is a CIDR such as"
                + " 192.168.10.0/24 or an inclusive range such as 192.168.10.5-192.168.10.20;"
                + " IPv4 and IPv6 may be mixed.")
        @Nullable List<@Size(max = 100) String> addresses,
    @Default("true")
        @JsonPropertyDescription(
            "False: addresses are handed out only to Services that ask for this pool or for one of"
                + " its addresses.")
        @Nullable Boolean autoAssign,
    @Default("false")
        @JsonPropertyDescription(
            "Skip IPv4 addresses that end in .0 or .255, which some old equipment refuses.")
        @Nullable Boolean avoidBuggyIPs,
    @JsonPropertyDescription(
            "Pins the pool to namespaces and Services, and orders pinned pools by priority.")
        @Nullable ServiceAllocationSpec serviceAllocation) {

  // No isIP or isCIDR here: API servers before 1.31 would refuse the whole definition.
  static final String ADDRESS_RULE =
      "self.addresses.all(a, a.matches('^ *[0-9A-Fa-f:.]+ *(/ *[0-9]{1,3}|- *[0-9A-Fa-f:.]+) *$'))";
  static final String ADDRESS_MESSAGE =
      "each entry must be a CIDR (192.168.10.0/24) or a range (192.168.10.5-192.168.10.20)";
}
