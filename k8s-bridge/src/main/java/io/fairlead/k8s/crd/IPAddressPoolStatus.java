package io.fairlead.k8s.crd;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** {@code status} of an IPAddressPool: counters, written by the controller. */
public record IPAddressPoolStatus(
    @Required @JsonPropertyDescription("IPv4 addresses in use.") long assignedIPv4,
    @Required @JsonPropertyDescription("IPv6 addresses in use.") long assignedIPv6,
    @Required @JsonPropertyDescription("IPv4 addresses still free.") long availableIPv4,
    @Required @JsonPropertyDescription("IPv6 addresses still free.") long availableIPv6) {}
