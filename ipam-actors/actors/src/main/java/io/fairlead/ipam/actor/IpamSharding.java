package io.fairlead.ipam.actor;

import io.fairlead.cluster.ServiceKey;
import java.time.Clock;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.HashCodeMessageExtractor;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;

/**
 * Where pools and assignments are reached from any node. They live on the controllers; other nodes
 * only get proxies. Intervals and retries of sharding are settings of the application.
 *
 * <p>What callers owe: pools are configured before Services are converged; and after a start, or a
 * change of pools, Services that hold addresses are converged before those that hold none. A range
 * that moved to a pool of another name is known to that pool only once its holders came over, and
 * until then a newcomer could be given one of their addresses.
 */
public final class IpamSharding {
  /** The cluster role of the nodes that hold the entities. */
  public static final String ROLE = "controller";

  /** Must be equal on all nodes and never change while a cluster runs. */
  public static final int SHARDS = 30;

  private final ClusterSharding sharding;

  private IpamSharding(ClusterSharding sharding) {
    this.sharding = sharding;
  }

  /** To be called once on every node that holds entities or asks them. */
  public static IpamSharding init(ActorSystem<?> system, IpamSchemas schemas, Clock clock) {
    var handle = new IpamSharding(ClusterSharding.get(system));
    handle.sharding.init(
        Entity.of(
                AddressPoolActor.ENTITY_TYPE_KEY,
                entity -> AddressPoolActor.create(entity.getEntityId(), schemas, clock))
            .withRole(ROLE)
            .withMessageExtractor(new HashCodeMessageExtractor<>(SHARDS)));
    handle.sharding.init(
        Entity.of(
                ServiceAssignmentActor.ENTITY_TYPE_KEY,
                entity ->
                    ServiceAssignmentActor.create(
                        ServiceKey.parse(entity.getEntityId()),
                        handle::pool,
                        ServiceAssignmentActor.POOL_TIMEOUT,
                        schemas,
                        clock))
            .withRole(ROLE)
            .withMessageExtractor(new HashCodeMessageExtractor<>(SHARDS)));
    return handle;
  }

  public EntityRef<AddressPoolActor.Command> pool(String name) {
    return sharding.entityRefFor(AddressPoolActor.ENTITY_TYPE_KEY, name);
  }

  public EntityRef<ServiceAssignmentActor.Command> service(ServiceKey key) {
    return sharding.entityRefFor(ServiceAssignmentActor.ENTITY_TYPE_KEY, key.toString());
  }
}
