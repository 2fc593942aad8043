package io.fairlead.ipam.actor;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.ipam.AssignmentOutcome;
import io.fairlead.ipam.AssignmentPlan;
import io.fairlead.ipam.ClearReason;
import io.fairlead.ipam.Convergence;
import io.fairlead.ipam.Convergence.Step.Ask;
import io.fairlead.ipam.Convergence.Step.Finish;
import io.fairlead.ipam.Convergence.Step.Release;
import io.fairlead.ipam.Decision;
import io.fairlead.ipam.Explanation;
import io.fairlead.ipam.Grant;
import io.fairlead.ipam.PoolAnswer;
import io.fairlead.ipam.PoolRefusal;
import io.fairlead.ipam.ServiceAssignment;
import io.fairlead.ipam.ServiceAssignmentEvent;
import io.fairlead.journal.Ledger;
import io.fairlead.journal.Recorded;
import io.fairlead.net.IpAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.RecipientRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.persistence.typed.EventAdapter;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandlerWithReply;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import org.apache.pekko.persistence.typed.javadsl.ReplyEffect;
import org.jspecify.annotations.Nullable;

/**
 * The assignment of one Service, sharded by {@code namespace/name}. It is told what the Service
 * wants, talks to the pools as {@link Convergence} says, records the verdict and answers with the
 * status to show. Level-triggered: the same plan again gives the same answer and writes nothing.
 *
 * <p>Journaled: {@link ServiceAssignment}. Kept in memory only: the conversation under way, the
 * newest plan that waits for its end, what the pools passed over said, and the doubtful pools.
 *
 * <p>Why a crash heals. Pools write before the Service does. Cut short after a release, the record
 * still names the old pool: it is released again, which changes nothing. Cut short after an
 * assignment, the same plan asks the same pool, which answers the same. Only when the plan changed
 * meanwhile may another pool be left with a holding that no record names; therefore every pool that
 * the first plan of an incarnation names is doubtful, as is every pool that did not answer, and all
 * doubtful pools but the one that gave the addresses are told to release, until they confirm. A
 * Service that is gone for good is never converged again: what a pool holds for such a one is found
 * by comparing {@link AddressPoolActor.GetHoldings} with the Services that exist.
 */
public final class ServiceAssignmentActor
    extends EventSourcedBehaviorWithEnforcedReplies<
        ServiceAssignmentActor.Command,
        Recorded<ServiceAssignmentEvent>,
        Ledger<ServiceAssignment>> {

  /** Its name is the prefix of the persistence ids and never changes. */
  public static final EntityTypeKey<Command> ENTITY_TYPE_KEY =
      EntityTypeKey.create(Command.class, "ServiceAssignment");

  /** Longer than the recovery of a pool with all of its events takes. */
  public static final Duration POOL_TIMEOUT = Duration.ofSeconds(5);

  /** Requests that wait beyond this many are not answered, the oldest first. */
  static final int WAITING_MAX = 100;

  /** What the assignment can be told. All requests are idempotent. */
  public sealed interface Command {}

  /** Bring what the Service holds in line with the plan. A newer plan replaces one that waits. */
  public record Converge(AssignmentPlan plan, ActorRef<AssignmentOutcome> replyTo)
      implements Command {}

  /** The Service must hold nothing. */
  public record Clear(ClearReason reason, ActorRef<AssignmentOutcome> replyTo) implements Command {}

  public record GetAssignment(ActorRef<Assignment> replyTo) implements Command {}

  /**
   * Why does the Service have what it has? The answer compares what is on record with the plan; it
   * changes nothing.
   */
  public record Explain(AssignmentPlan plan, ActorRef<Explanation> replyTo) implements Command {}

  /** What is on record. The components are those of {@link ServiceAssignment}. */
  public record Assignment(
      ServiceKey service,
      String pool,
      List<Grant> grants,
      String requestDigest,
      List<PoolRefusal> refusals,
      Optional<ClearReason> cleared) {
    public Assignment {
      grants = List.copyOf(grants);
      refusals = List.copyOf(refusals);
    }

    /** In the order of Service status. */
    public List<IpAddress> addresses() {
      return grants.stream().map(Grant::address).toList();
    }
  }

  private record PoolAnswered(PoolAnswer answer) implements Command {}

  private record PoolReleased() implements Command {}

  private record PoolSilent(String pool) implements Command {}

  private record DoubtAnswered(String pool, boolean removed) implements Command {}

  private record StartWaiting() implements Command {}

  /** Plans are performed one after the other; whoever asked for one is answered at its end. */
  private record Work(AssignmentPlan plan, List<ActorRef<AssignmentOutcome>> repliesTo) {}

  private record Conversation(Work work, Convergence convergence) {}

  /** How a pool is reached. */
  @FunctionalInterface
  interface Pools {
    RecipientRef<AddressPoolActor.Command> named(String pool);
  }

  private final ServiceKey service;
  private final Pools pools;
  private final Duration poolTimeout;
  private final EventAdapter<Recorded<ServiceAssignmentEvent>, ?> adapter;
  private final Clock clock;
  private final ActorContext<Command> context;
  private final JournalGuard<ServiceAssignment, ServiceAssignmentEvent> guard =
      new JournalGuard<>(ServiceAssignment::apply);

  private final TreeSet<String> doubtful = new TreeSet<>();
  private boolean isFirstPlan = true;

  /** What the pools before the one that served the Service said last. */
  private List<PoolRefusal> passedOver = List.of();

  private @Nullable Conversation conversation;
  private @Nullable Work waiting;

  /** The actor of the Service, which is the entity id. */
  static Behavior<Command> create(
      ServiceKey service, Pools pools, Duration poolTimeout, IpamSchemas schemas, Clock clock) {
    return Behaviors.setup(
        context ->
            new ServiceAssignmentActor(service, pools, poolTimeout, schemas, clock, context));
  }

  private ServiceAssignmentActor(
      ServiceKey service,
      Pools pools,
      Duration poolTimeout,
      IpamSchemas schemas,
      Clock clock,
      ActorContext<Command> context) {
    super(
        PersistenceId.of(ENTITY_TYPE_KEY.name(), service.toString()),
        JournalGuard.restartWhenJournalFails());
    this.service = service;
    this.pools = pools;
    this.poolTimeout = poolTimeout;
    this.adapter = schemas.assignmentEvents();
    this.clock = clock;
    this.context = context;
  }

  @Override
  public Ledger<ServiceAssignment> emptyState() {
    return Ledger.start(ServiceAssignment.empty(service));
  }

  @Override
  public CommandHandlerWithReply<
          Command, Recorded<ServiceAssignmentEvent>, Ledger<ServiceAssignment>>
      commandHandler() {
    return (ledger, command) ->
        guard.damage().isPresent() ? stop(guard.damage().get()) : onCommand(ledger, command);
  }

  private ReplyEffect<Recorded<ServiceAssignmentEvent>, Ledger<ServiceAssignment>> stop(
      String damage) {
    context.getLog().error("The assignment of Service {} stops: {}", service, damage);
    return Effect().stop().thenNoReply();
  }

  private ReplyEffect<Recorded<ServiceAssignmentEvent>, Ledger<ServiceAssignment>> onCommand(
      Ledger<ServiceAssignment> ledger, Command command) {
    return switch (command) {
      case Converge(var plan, var replyTo) -> take(ledger, plan, replyTo);
      case Clear(var reason, var replyTo) ->
          take(ledger, AssignmentPlan.toClear(service, reason), replyTo);
      case GetAssignment(var replyTo) -> Effect().reply(replyTo, view(ledger.state()));
      case Explain(var plan, var replyTo) ->
          Effect().reply(replyTo, Explanation.of(ledger.state(), plan, passedOver));
      case PoolAnswered(PoolAnswer.Assigned(var grants)) ->
          proceed(ledger, conversation -> conversation.assigned(grants));
      case PoolAnswered(PoolAnswer.Refused(var refusal)) ->
          proceed(ledger, conversation -> conversation.refused(refusal));
      case PoolReleased() -> proceed(ledger, Convergence::released);
      case PoolSilent(var pool) -> {
        context.getLog().warn("Service {}: pool {} did not answer in time", service, pool);
        yield proceed(ledger, Convergence::silent);
      }
      case DoubtAnswered(var pool, var removed) -> {
        if (removed) {
          doubtful.remove(pool);
        }
        yield Effect().noReply();
      }
      case StartWaiting() -> {
        var work = waiting;
        waiting = null;
        yield work == null ? Effect().noReply() : begin(ledger, work);
      }
    };
  }

  private static Assignment view(ServiceAssignment state) {
    return new Assignment(
        state.service(),
        state.pool(),
        state.grants(),
        state.requestDigest(),
        state.refusals(),
        state.cleared());
  }

  private ReplyEffect<Recorded<ServiceAssignmentEvent>, Ledger<ServiceAssignment>> take(
      Ledger<ServiceAssignment> ledger, AssignmentPlan plan, ActorRef<AssignmentOutcome> replyTo) {
    var before = waiting;
    if (conversation == null && before == null) {
      return begin(ledger, new Work(plan, List.of(replyTo)));
    }
    var repliesTo = new ArrayList<ActorRef<AssignmentOutcome>>();
    if (before != null) {
      repliesTo.addAll(before.repliesTo());
    }
    repliesTo.add(replyTo);
    if (repliesTo.size() > WAITING_MAX) {
      repliesTo.removeFirst();
    }
    waiting = new Work(plan, List.copyOf(repliesTo));
    return Effect().noReply();
  }

  private ReplyEffect<Recorded<ServiceAssignmentEvent>, Ledger<ServiceAssignment>> begin(
      Ledger<ServiceAssignment> ledger, Work work) {
    if (isFirstPlan) {
      doubtful.addAll(work.plan().pools());
      work.plan().refusals().stream()
          .map(PoolRefusal::pool)
          .filter(pool -> !pool.isEmpty())
          .forEach(doubtful::add);
      isFirstPlan = doubtful.isEmpty();
    }
    var started = new Conversation(work, Convergence.start(ledger.state(), work.plan()));
    conversation = started;
    return perform(ledger, started);
  }

  private ReplyEffect<Recorded<ServiceAssignmentEvent>, Ledger<ServiceAssignment>> proceed(
      Ledger<ServiceAssignment> ledger, Consumer<Convergence> report) {
    var current = conversation;
    if (current == null) {
      return Effect().noReply();
    }
    report.accept(current.convergence());
    return perform(ledger, current);
  }

  private ReplyEffect<Recorded<ServiceAssignmentEvent>, Ledger<ServiceAssignment>> perform(
      Ledger<ServiceAssignment> ledger, Conversation current) {
    return switch (current.convergence().next()) {
      case Ask(var pool, var request) -> {
        context.ask(
            PoolAnswer.class,
            pools.named(pool),
            poolTimeout,
            replyTo -> new AddressPoolActor.Assign(request, replyTo),
            (answer, failure) -> failure == null ? new PoolAnswered(answer) : new PoolSilent(pool));
        yield Effect().noReply();
      }
      case Release(var pool) -> {
        askToRelease(pool, confirmed -> confirmed ? new PoolReleased() : new PoolSilent(pool));
        yield Effect().noReply();
      }
      case Finish(var decision) -> finish(ledger, current, decision);
    };
  }

  private void askToRelease(String pool, Function<Boolean, Command> report) {
    context.ask(
        Done.class,
        pools.named(pool),
        poolTimeout,
        replyTo -> new AddressPoolActor.Release(service, replyTo),
        (_, failure) -> report.apply(failure == null));
  }

  private ReplyEffect<Recorded<ServiceAssignmentEvent>, Ledger<ServiceAssignment>> finish(
      Ledger<ServiceAssignment> ledger,
      Conversation done,
      Decision<ServiceAssignmentEvent, AssignmentOutcome> decision) {
    conversation = null;
    doubtful.addAll(done.convergence().unanswered());
    if (done.convergence().hasSought()) {
      passedOver = done.convergence().passedOver();
    }
    return Effect()
        .persist(ledger.record(decision.events(), clock.instant()))
        .thenRun(
            (Ledger<ServiceAssignment> _) -> {
              report(decision, done.work());
              clean(decision.reply());
              if (waiting != null) {
                context.getSelf().tell(new StartWaiting());
              }
            })
        .thenNoReply();
  }

  private void report(Decision<ServiceAssignmentEvent, AssignmentOutcome> decision, Work work) {
    if (!decision.events().isEmpty()) {
      context.getLog().info("Service {}: {}", service, decision.events());
    }
    work.repliesTo().forEach(replyTo -> replyTo.tell(decision.reply()));
  }

  /** An outcome that was left alone proves nothing about the pools; then none is told anything. */
  private void clean(AssignmentOutcome outcome) {
    doubtful.remove(outcome.pool());
    boolean isLeftAlone = !outcome.addresses().isEmpty() && !outcome.refusals().isEmpty();
    if (!isLeftAlone) {
      for (String pool : doubtful) {
        askToRelease(pool, confirmed -> new DoubtAnswered(pool, confirmed));
      }
    }
  }

  @Override
  public EventHandler<Ledger<ServiceAssignment>, Recorded<ServiceAssignmentEvent>> eventHandler() {
    return guard::apply;
  }

  @Override
  public EventAdapter<Recorded<ServiceAssignmentEvent>, ?> eventAdapter() {
    return adapter;
  }
}
