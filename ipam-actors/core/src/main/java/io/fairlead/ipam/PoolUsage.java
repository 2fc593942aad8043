package io.fairlead.ipam;

/**
 * How full a pool is. Counts stop at the greatest long.
 *
 * @param retired true when the pool is no longer configured; then nothing is available
 */
public record PoolUsage(
    String pool,
    boolean retired,
    long assignedIpv4,
    long assignedIpv6,
    long availableIpv4,
    long availableIpv6) {}
