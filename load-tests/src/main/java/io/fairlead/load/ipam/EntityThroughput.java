package io.fairlead.load.ipam;

import com.typesafe.config.ConfigFactory;
import io.fairlead.ipam.AssignRequest;
import io.fairlead.ipam.PoolAnswer;
import io.fairlead.ipam.actor.AddressPoolActor;
import io.fairlead.ipam.actor.IpamSchemas;
import io.fairlead.net.IpFamily;
import io.fairlead.persistence.adapter.StoredAdapters;
import io.fairlead.persistence.journal.EmbeddedJournal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/**
 * One pool entity on the embedded journal: every answer comes after its events are on disk. Single
 * requests wait for one another; batches hold as many as the bridge sends together.
 */
final class EntityThroughput {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final int WARM_UP = 2_000;

  private EntityThroughput() {}

  /**
   * Assignments per second.
   *
   * @param folder for the journal; should be on a disk, and empty
   * @param count how many Services ask
   * @param together how many requests go in one command; 1 for single ones
   */
  static double measure(Path folder, int count, int together) throws Exception {
    try (var journal = EmbeddedJournal.open(folder)) {
      var schemas =
          new IpamSchemas(
              StoredAdapters.addressPool(),
              StoredAdapters.serviceAssignment(),
              Optional.of(StoredAdapters.poolSnapshots()));
      var config =
          ConfigFactory.parseString("pekko.loglevel = WARNING")
              .withFallback(journal.config())
              .withFallback(ConfigFactory.load());
      var system =
          ActorSystem.create(
              AddressPoolActor.create("lan", schemas, Clock.systemUTC()), "throughput", config);
      try {
        configure(system);
        ask(system, requests(0, WARM_UP), together);
        var requests = requests(WARM_UP, count);
        long began = System.nanoTime();
        ask(system, requests, together);
        return count * 1e9 / (System.nanoTime() - began);
      } finally {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().get(20, TimeUnit.SECONDS);
      }
    }
  }

  private static void configure(ActorSystem<AddressPoolActor.Command> pool) throws Exception {
    AskPattern.<AddressPoolActor.Command, Done>ask(
            pool,
            to -> new AddressPoolActor.Configure(Pools.config("10.0.0.0/16"), to),
            TIMEOUT,
            pool.scheduler())
        .toCompletableFuture()
        .get();
  }

  private static List<AssignRequest> requests(int from, int count) {
    var requests = new ArrayList<AssignRequest>();
    for (int i = from; i < from + count; i++) {
      requests.add(Pools.any(IpFamily.IPV4, Pools.service(i)));
    }
    return requests;
  }

  private static void ask(
      ActorSystem<AddressPoolActor.Command> pool, List<AssignRequest> requests, int together)
      throws Exception {
    for (int from = 0; from < requests.size(); from += together) {
      var some = requests.subList(from, Math.min(requests.size(), from + together));
      if (together == 1) {
        AskPattern.<AddressPoolActor.Command, PoolAnswer>ask(
                pool,
                to -> new AddressPoolActor.Assign(some.getFirst(), to),
                TIMEOUT,
                pool.scheduler())
            .toCompletableFuture()
            .get();
      } else {
        AskPattern.<AddressPoolActor.Command, AddressPoolActor.AllAnswered>ask(
                pool, to -> new AddressPoolActor.AssignAll(some, to), TIMEOUT, pool.scheduler())
            .toCompletableFuture()
            .get();
      }
    }
  }
}
