package io.fairlead.deploy.controller;

import io.fairlead.cluster.ClusterSnapshot;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.deploy.controller.ExplainAnswer.Status;
import io.fairlead.ipam.AssignmentPlanner;
import io.fairlead.ipam.Explanation;
import io.fairlead.ipam.actor.IpamSharding;
import io.fairlead.ipam.actor.ServiceAssignmentActor;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** Has the entity of a Service explain what it holds, on the plan that holds now. */
final class BridgeExplainer {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final IpamSharding ipam;
  private final ControllerBoard board;

  BridgeExplainer(IpamSharding ipam, ControllerBoard board) {
    this.ipam = ipam;
    this.board = board;
  }

  /**
   * @param snapshot null before the first
   */
  void explain(
      @Nullable ClusterSnapshot snapshot, ServiceKey service, ActorRef<ExplainAnswer> replyTo) {
    if (snapshot == null) {
      replyTo.tell(ExplainAnswer.not(Status.NOT_READY));
      return;
    }
    var view = snapshot.services().get(service);
    if (view == null) {
      replyTo.tell(ExplainAnswer.not(Status.UNKNOWN_SERVICE));
      return;
    }
    var plan = AssignmentPlanner.plan(view, snapshot);
    CompletionStage<Explanation> stage =
        ipam.service(service).ask(to -> new ServiceAssignmentActor.Explain(plan, to), TIMEOUT);
    var _ =
        stage.whenComplete(
            (explanation, failure) ->
                replyTo.tell(
                    failure == null
                        ? ExplainAnswer.known(explanation, board.pools())
                        : ExplainAnswer.not(Status.SILENT)));
  }
}
