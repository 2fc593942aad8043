/**
 * The sharded persistent actors around the rules of address management. One {@link
 * io.fairlead.ipam.actor.AddressPoolActor} a pool is the only truth about who holds an address; one
 * {@link io.fairlead.ipam.actor.ServiceAssignmentActor} a Service asks the pools and remembers what
 * it got. {@link io.fairlead.ipam.actor.IpamSharding} starts them, or proxies to them.
 *
 * <p>Order of writes: pool first, Service last. Every request is idempotent, so whatever was cut
 * short in between is repeated by the next convergence with the same answers.
 */
@NullMarked
package io.fairlead.ipam.actor;

import org.jspecify.annotations.NullMarked;
