package io.fairlead.ipam.actor;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.config.PoolConfig;
import io.fairlead.ipam.AddressPool;
import io.fairlead.ipam.AddressPoolEvent;
import io.fairlead.ipam.AssignRequest;
import io.fairlead.ipam.Grant;
import io.fairlead.ipam.Holding;
import io.fairlead.ipam.PoolAnswer;
import io.fairlead.ipam.PoolRefusal;
import io.fairlead.ipam.PoolUsage;
import io.fairlead.journal.Ledger;
import io.fairlead.journal.Recorded;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.persistence.typed.EventAdapter;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.SnapshotAdapter;
import org.apache.pekko.persistence.typed.javadsl.CommandHandlerWithReply;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import org.apache.pekko.persistence.typed.javadsl.ReplyEffect;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;

/**
 * One address pool, sharded by its name. The bridge configures and retires it, Services ask it.
 *
 * <p>Journaled: all of {@link AddressPool}. Nothing is rebuilt or kept beside. A journal that fails
 * restarts it with backoff; a journal that is damaged stops it with a sentence in the log, and the
 * next message tries again.
 */
public final class AddressPoolActor
    extends EventSourcedBehaviorWithEnforcedReplies<
        AddressPoolActor.Command, Recorded<AddressPoolEvent>, Ledger<AddressPool>> {

  /** Its name is the prefix of the persistence ids and never changes. */
  public static final EntityTypeKey<Command> ENTITY_TYPE_KEY =
      EntityTypeKey.create(Command.class, "AddressPool");

  /** A page of {@link GetHoldings} has at most this many entries, some 100 KB as a message. */
  public static final int HOLDINGS_PAGE_MAX = 300;

  /** {@link AssignAll} carries at most this many requests, some 60 KB as a message. */
  public static final int BATCH_MAX = 250;

  /**
   * A snapshot holds the whole pool, so it costs as much as thousands of events; recovering that
   * many takes a fraction of a second.
   */
  private static final int EVENTS_PER_SNAPSHOT = 5_000;

  private static final int SNAPSHOTS_KEPT = 2;

  /** What the pool can be asked. All requests are idempotent. */
  public sealed interface Command {}

  /** The pool is configured like this. Answered when it is recorded. */
  public record Configure(PoolConfig config, ActorRef<Done> replyTo) implements Command {}

  /** The pool is no longer configured. Answered when it is recorded. */
  public record Retire(ActorRef<Done> replyTo) implements Command {}

  public record Assign(AssignRequest request, ActorRef<PoolAnswer> replyTo) implements Command {}

  /**
   * Many requests at once, decided in order and recorded in one write.
   *
   * @param requests at most {@link #BATCH_MAX}, of different Services
   */
  public record AssignAll(List<AssignRequest> requests, ActorRef<AllAnswered> replyTo)
      implements Command {
    public AssignAll {
      requests = List.copyOf(requests);
    }
  }

  /** The answers to {@link AssignAll}, in the order of the requests. */
  public record AllAnswered(String pool, List<Answered> answers) {
    public AllAnswered {
      answers = List.copyOf(answers);
    }
  }

  /**
   * One answer of many.
   *
   * @param grants empty when the request was refused
   * @param refusal present when the request was refused
   */
  public record Answered(ServiceKey service, List<Grant> grants, Optional<PoolRefusal> refusal) {
    public Answered {
      grants = List.copyOf(grants);
    }

    private static Answered of(ServiceKey service, PoolAnswer answer) {
      return switch (answer) {
        case PoolAnswer.Assigned(var grants) -> new Answered(service, grants, Optional.empty());
        case PoolAnswer.Refused(var refusal) ->
            new Answered(service, List.of(), Optional.of(refusal));
      };
    }
  }

  /** The Service wants nothing of this pool. Answered when it is recorded. */
  public record Release(ServiceKey service, ActorRef<Done> replyTo) implements Command {}

  public record GetUsage(ActorRef<PoolUsage> replyTo) implements Command {}

  /**
   * Asks for one page of what the pool holds, to compare it with the Services that exist.
   *
   * @param after the last Service of the page before; empty for the first page
   */
  public record GetHoldings(Optional<ServiceKey> after, ActorRef<Holdings> replyTo)
      implements Command {}

  /**
   * One page of holdings, by Service.
   *
   * @param isLast true when no further page follows
   */
  public record Holdings(String pool, List<Holding> page, boolean isLast) {
    public Holdings {
      page = List.copyOf(page);
    }
  }

  private final String pool;
  private final EventAdapter<Recorded<AddressPoolEvent>, ?> adapter;
  private final Optional<SnapshotAdapter<Ledger<AddressPool>>> snapshots;
  private final Clock clock;
  private final ActorContext<Command> context;
  private final JournalGuard<AddressPool, AddressPoolEvent> guard =
      new JournalGuard<>(AddressPool::fold);

  /**
   * @param pool its name, which is the entity id
   * @param clock for the time on stored events, from which retention and quarantine count
   */
  public static Behavior<Command> create(String pool, IpamSchemas schemas, Clock clock) {
    return Behaviors.setup(context -> new AddressPoolActor(pool, schemas, clock, context));
  }

  private AddressPoolActor(
      String pool, IpamSchemas schemas, Clock clock, ActorContext<Command> context) {
    super(PersistenceId.of(ENTITY_TYPE_KEY.name(), pool), JournalGuard.restartWhenJournalFails());
    this.pool = pool;
    this.adapter = schemas.poolEvents();
    this.snapshots = schemas.poolSnapshots();
    this.clock = clock;
    this.context = context;
  }

  @Override
  public Ledger<AddressPool> emptyState() {
    return Ledger.start(AddressPool.empty(pool));
  }

  @Override
  public CommandHandlerWithReply<Command, Recorded<AddressPoolEvent>, Ledger<AddressPool>>
      commandHandler() {
    return (ledger, command) ->
        guard.damage().isPresent() ? stop(guard.damage().get()) : onCommand(ledger, command);
  }

  private ReplyEffect<Recorded<AddressPoolEvent>, Ledger<AddressPool>> stop(String damage) {
    context.getLog().error("Pool {} stops: {}", pool, damage);
    return Effect().stop().thenNoReply();
  }

  private ReplyEffect<Recorded<AddressPoolEvent>, Ledger<AddressPool>> onCommand(
      Ledger<AddressPool> ledger, Command command) {
    var state = ledger.state();
    var now = clock.instant();
    return switch (command) {
      case Configure(var config, var replyTo) ->
          commit(ledger, state.configure(config), Done.getInstance(), replyTo);
      case Retire(var replyTo) -> commit(ledger, state.retire(), Done.getInstance(), replyTo);
      case Assign(var request, var replyTo) -> {
        var decision = state.assign(request, now);
        yield commit(ledger, decision.events(), decision.reply(), replyTo);
      }
      case AssignAll(var requests, var replyTo) -> {
        var decision = state.assignAll(requests, now);
        yield commit(ledger, decision.events(), answers(requests, decision.reply()), replyTo);
      }
      case Release(var service, var replyTo) ->
          commit(ledger, state.release(service, now), Done.getInstance(), replyTo);
      case GetUsage(var replyTo) -> Effect().reply(replyTo, state.usage(now));
      case GetHoldings(var after, var replyTo) ->
          Effect().reply(replyTo, page(state.holdingsAfter(after, HOLDINGS_PAGE_MAX + 1)));
    };
  }

  private AllAnswered answers(List<AssignRequest> requests, List<PoolAnswer> answers) {
    var all = new ArrayList<Answered>();
    for (int i = 0; i < requests.size(); i++) {
      all.add(Answered.of(requests.get(i).service(), answers.get(i)));
    }
    return new AllAnswered(pool, all);
  }

  private Holdings page(List<Holding> found) {
    boolean isLast = found.size() <= HOLDINGS_PAGE_MAX;
    return new Holdings(pool, isLast ? found : found.subList(0, HOLDINGS_PAGE_MAX), isLast);
  }

  private <R> ReplyEffect<Recorded<AddressPoolEvent>, Ledger<AddressPool>> commit(
      Ledger<AddressPool> ledger, List<AddressPoolEvent> events, R reply, ActorRef<R> replyTo) {
    return Effect().persist(ledger.record(events, clock.instant())).thenReply(replyTo, _ -> reply);
  }

  @Override
  public EventHandler<Ledger<AddressPool>, Recorded<AddressPoolEvent>> eventHandler() {
    return guard::apply;
  }

  @Override
  public EventAdapter<Recorded<AddressPoolEvent>, ?> eventAdapter() {
    return adapter;
  }

  @Override
  public SnapshotAdapter<Ledger<AddressPool>> snapshotAdapter() {
    return snapshots.orElseGet(super::snapshotAdapter);
  }

  @Override
  public RetentionCriteria retentionCriteria() {
    return snapshots.isPresent()
        ? RetentionCriteria.snapshotEvery(EVENTS_PER_SNAPSHOT, SNAPSHOTS_KEPT)
        : RetentionCriteria.disabled();
  }
}
