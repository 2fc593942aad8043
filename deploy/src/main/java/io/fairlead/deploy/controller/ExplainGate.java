package io.fairlead.deploy.controller;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.deploy.controller.ExplainAnswer.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Extension;
import org.apache.pekko.actor.typed.ExtensionId;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** Where questions about Services reach the core from outside of the actors, on any controller. */
public final class ExplainGate implements Extension {
  /** Longer than the bridge waits for an entity. */
  private static final Duration TIMEOUT = Duration.ofSeconds(8);

  private static final ExtensionId<ExplainGate> ID =
      new ExtensionId<>() {
        @Override
        public ExplainGate createExtension(ActorSystem<?> system) {
          return new ExplainGate(system);
        }
      };

  private final ActorSystem<?> system;
  private volatile Optional<ActorRef<CoreActor.Command>> core = Optional.empty();

  private ExplainGate(ActorSystem<?> system) {
    this.system = system;
  }

  /** The one of the system. */
  public static ExplainGate get(ActorSystem<?> system) {
    return system.registerExtension(ID);
  }

  /** From now on the core is asked. */
  void open(ActorRef<CoreActor.Command> to) {
    core = Optional.of(to);
  }

  /** Never fails: silence is an answer as well. */
  public CompletionStage<ExplainAnswer> explain(ServiceKey service) {
    return core.map(to -> ask(to, service))
        .orElseGet(() -> CompletableFuture.completedFuture(ExplainAnswer.not(Status.NOT_READY)));
  }

  private CompletionStage<ExplainAnswer> ask(ActorRef<CoreActor.Command> to, ServiceKey service) {
    CompletionStage<ExplainAnswer> stage =
        AskPattern.ask(
            to, replyTo -> new CoreActor.Explain(service, replyTo), TIMEOUT, system.scheduler());
    return stage.exceptionally(_ -> ExplainAnswer.not(Status.SILENT));
  }
}
