package io.fairlead.deploy.cli;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a program in order when the process is asked to stop by SIGTERM or SIGINT. */
final class ShutdownSignal {
  private static final Logger LOG = LoggerFactory.getLogger(ShutdownSignal.class);

  /** Kubernetes waits 30 s by default before it kills. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final AtomicBoolean asked = new AtomicBoolean();

  private ShutdownSignal() {}

  /** Runs {@code end} when the process is asked to stop; the process ends when it returns. */
  static ShutdownSignal runs(Runnable end) {
    var signal = new ShutdownSignal();
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("shutdown")
                .unstarted(
                    () -> {
                      signal.asked.set(true);
                      end.run();
                    }));
    return signal;
  }

  /** Has the system leave the cluster and end. */
  static ShutdownSignal terminates(ActorSystem<?> system) {
    return runs(
        () -> {
          system.terminate();
          try {
            var _ =
                system
                    .getWhenTerminated()
                    .toCompletableFuture()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the actor system did not end within {}", PATIENCE, e);
          }
        });
  }

  boolean isAsked() {
    return asked.get();
  }
}
