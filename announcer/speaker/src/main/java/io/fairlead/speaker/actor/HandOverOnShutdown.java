package io.fairlead.speaker.actor;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/**
 * Hands over when the node stops in order, before its member leaves the cluster. An actor system
 * that ends for another reason, downed or thrown out, is followed by a new one in the same process:
 * then nothing is handed over, and announcing goes on.
 */
final class HandOverOnShutdown {
  private static final Duration ANSWER_MAX = SpeakerActor.HAND_OVER_MAX.plusSeconds(2);

  private HandOverOnShutdown() {}

  static void register(ActorSystem<?> system, ActorRef<SpeakerActor.Command> speaker) {
    var shutdown = CoordinatedShutdown.get(system);
    shutdown.addTask(
        CoordinatedShutdown.PhaseBeforeServiceUnbind(),
        "fairlead-speaker-hand-over",
        () -> handOver(shutdown, system, speaker));
  }

  private static CompletionStage<Done> handOver(
      CoordinatedShutdown shutdown, ActorSystem<?> system, ActorRef<SpeakerActor.Command> speaker) {
    boolean inOrder = shutdown.getShutdownReason().filter(HandOverOnShutdown::inOrder).isPresent();
    if (!inOrder) {
      return CompletableFuture.completedFuture(Done.getInstance());
    }
    CompletionStage<Done> done =
        AskPattern.ask(speaker, SpeakerActor.Leave::new, ANSWER_MAX, system.scheduler());
    return done.exceptionally(_ -> Done.getInstance());
  }

  private static boolean inOrder(CoordinatedShutdown.Reason reason) {
    return reason instanceof CoordinatedShutdown.JvmExitReason$
        || reason instanceof CoordinatedShutdown.ClusterLeavingReason$;
  }
}
