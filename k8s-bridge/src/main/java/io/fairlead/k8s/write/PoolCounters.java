package io.fairlead.k8s.write;

/** How many addresses of a pool are in use and free; numbers too large stop at the largest long. */
public record PoolCounters(
    long assignedIpv4, long assignedIpv6, long availableIpv4, long availableIpv6) {}
