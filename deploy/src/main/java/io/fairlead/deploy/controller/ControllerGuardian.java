package io.fairlead.deploy.controller;

import io.fairlead.election.actor.PlacementSettings;
import io.fairlead.ipam.actor.IpamSchemas;
import io.fairlead.ipam.actor.IpamSharding;
import io.fairlead.k8s.KubernetesBridge;
import io.fairlead.k8s.lastgood.LastGoodStore;
import io.fairlead.k8s.watch.WatchSettings;
import io.fairlead.persistence.adapter.StoredAdapters;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.typed.ClusterSingleton;
import org.apache.pekko.cluster.typed.ClusterSingletonSettings;
import org.apache.pekko.cluster.typed.SingletonActor;

/** Top of a controller's actors: the sharded entities, and the core as a cluster singleton. */
public final class ControllerGuardian {
  /** The role that may hold entities and the core. */
  public static final String ROLE = "controller";

  private ControllerGuardian() {}

  /**
   * @param kubeconfig empty: the service account of the pod, or what KUBECONFIG names
   * @param keep where the last good configuration outlives the process
   * @param board shows to other threads what the bridge knows, while it runs here
   * @param companion starts what lives as long as the bridge, such as the webhook
   */
  public static Behavior<Void> create(
      Optional<Path> kubeconfig,
      WatchSettings watch,
      LastGoodStore keep,
      Consumer<KubernetesBridge> companion,
      PlacementSettings placement,
      ControllerBoard board,
      Clock clock) {
    return Behaviors.setup(
        context -> {
          var system = context.getSystem();
          var schemas =
              new IpamSchemas(
                  StoredAdapters.addressPool(),
                  StoredAdapters.serviceAssignment(),
                  Optional.of(StoredAdapters.poolSnapshots()));
          var ipam = IpamSharding.init(system, schemas, clock);
          var core =
              CoreActor.create(
                  ipam,
                  consumer -> {
                    var bridge = KubernetesBridge.start(kubeconfig, watch, keep, clock, consumer);
                    companion.accept(bridge);
                    return bridge;
                  },
                  placement,
                  board);
          ClusterSingleton.get(system)
              .init(
                  SingletonActor.of(core, "core")
                      .withStopMessage(new CoreActor.Stop())
                      .withSettings(ClusterSingletonSettings.create(system).withRole(ROLE)));
          return Behaviors.empty();
        });
  }
}
