package io.fairlead.ipam;

/**
 * One pool's answer to a request that it could not serve.
 *
 * @param pool its name, or empty when the request failed before any pool was asked
 * @param detail what the reason is about, for example the address; may be empty
 */
public record PoolRefusal(String pool, RejectReason reason, String detail) {}
