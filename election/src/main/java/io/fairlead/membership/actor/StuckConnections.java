package io.fairlead.membership.actor;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.PoisonPill;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets an actor system end although a TLS connection hangs. Artery waits for all its outbound
 * streams before it closes its port, and now and then Pekko's TLS stage does not end with its
 * stream (seen with TLS 1.2 and 1.3, never with plain TCP). The port would stay taken, and no new
 * actor system could start in the process. Closing the TCP connections ends the stage.
 */
final class StuckConnections {
  private static final Logger LOG = LoggerFactory.getLogger(StuckConnections.class);
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final int ROUNDS_MAX = 30;

  private StuckConnections() {}

  /** Watches over the end of {@code system} whenever its coordinated shutdown gets that far. */
  static void guard(ActorSystem system) {
    CoordinatedShutdown.get(system)
        .addTask(
            CoordinatedShutdown.PhaseBeforeActorSystemTerminate(),
            "close-stuck-connections-later",
            () -> {
              closeIfNotEnded(system);
              return CompletableFuture.completedFuture(Done.done());
            });
  }

  /** To be called when the system is about to end. */
  static void closeIfNotEnded(ActorSystem system) {
    var ended = system.getWhenTerminated();
    Thread.ofPlatform().daemon().name("stuck-connections").start(() -> watch(system, ended));
  }

  private static void watch(ActorSystem system, CompletionStage<?> ended) {
    for (int round = 0; round < ROUNDS_MAX; round++) {
      try {
        ended.toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        return;
      } catch (TimeoutException e) {
        LOG.info("The actor system does not end; closing its connections");
        system
            .actorSelection("/system/IO-TCP/selectors/*/*")
            .tell(PoisonPill.getInstance(), ActorRef.noSender());
      } catch (ExecutionException e) {
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
