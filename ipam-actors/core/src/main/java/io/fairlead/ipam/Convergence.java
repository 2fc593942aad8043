package io.fairlead.ipam;

import io.fairlead.ipam.Convergence.Step.Ask;
import io.fairlead.ipam.Convergence.Step.Finish;
import io.fairlead.ipam.Convergence.Step.Release;
import io.fairlead.net.IpAddress;
import io.fairlead.net.IpFamily;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One convergence of one Service: a conversation with the pools, and at its end one verdict to
 * record. It does no I/O: the caller performs {@link #next}, tells what came of it, and so on until
 * {@link Step.Finish}. Made for one conversation and one thread; not a value.
 *
 * <p>Order of the conversation:
 *
 * <ol>
 *   <li>verify: the pool on record is asked for exactly what the Service holds. The pool is the
 *       only truth, and if it lost its journal it learns the holding this way.
 *   <li>repair: one of two addresses may have left the ranges; the same pool is asked again, and
 *       keeps the other one.
 *   <li>release: what the Service may not hold any more goes back to its old pool <em>before</em>
 *       another pool is asked. The record still names the old pool until the verdict is written, so
 *       after a crash anywhere in between the next convergence releases again (which is idempotent)
 *       and asks again (which is answered the same).
 *   <li>adopt: the pools are asked for the addresses just released (a pool was renamed or split),
 *       or, when nothing is on record, for those in Service status (the journal was lost).
 *   <li>seek: the pools are asked for any address, or those desired, in the order of the plan.
 * </ol>
 */
public final class Convergence {

  /** What to do next. */
  public sealed interface Step {
    /** Ask the pool, then report with {@link #assigned}, {@link #refused} or {@link #silent}. */
    record Ask(String pool, AssignRequest request) implements Step {}

    /** Have the pool take all back, then report with {@link #released} or {@link #silent}. */
    record Release(String pool) implements Step {}

    /** The end: record the decision's events, then give its reply. */
    record Finish(Decision<ServiceAssignmentEvent, AssignmentOutcome> decision) implements Step {}
  }

  private enum Phase {
    VERIFY,
    RELEASE,
    ADOPT,
    SEEK
  }

  private final ServiceAssignment held;
  private final AssignmentPlan plan;
  private final Deque<Ask> queue = new ArrayDeque<>();
  private final List<PoolRefusal> refusals = new ArrayList<>();
  private final TreeSet<String> unanswered = new TreeSet<>();

  /** Why the last request for both families was refused. */
  private Optional<PoolRefusal> partial = Optional.empty();

  private Phase phase;
  private Step next;

  private Convergence(ServiceAssignment held, AssignmentPlan plan) {
    this.held = held;
    this.plan = plan;
    this.phase = held.holdsAddresses() ? Phase.VERIFY : Phase.ADOPT;
    this.next = first();
  }

  public static Convergence start(ServiceAssignment held, AssignmentPlan plan) {
    return new Convergence(held, plan);
  }

  public Step next() {
    return next;
  }

  /** Pools that were asked and did not answer: they may hold something for the Service. */
  public SortedSet<String> unanswered() {
    return Collections.unmodifiableSortedSet(unanswered);
  }

  /** What pools said that were asked for any address and refused; those it holds are not among. */
  public List<PoolRefusal> passedOver() {
    return oneForEachPool();
  }

  /** True when pools were asked for any address; then {@link #passedOver} is news. */
  public boolean hasSought() {
    return phase == Phase.SEEK;
  }

  private Step first() {
    if (plan.asksForTheImpossible() && held.holdsAddresses()) {
      return leaveAlone(held.grants(), held.pool(), plan.refusals());
    }
    switch (phase) {
      case VERIFY -> queueVerification();
      case ADOPT -> queueAdoption(plan.statusAddresses());
      case RELEASE, SEEK -> throw new IllegalStateException("starts in no other phase");
    }
    return advance();
  }

  private void queueVerification() {
    if (plan.clear().isPresent() || !plan.poolsToKeep().contains(held.pool())) {
      return;
    }
    boolean adopts = plan.desired().isEmpty();
    queueAll(held.pool(), adopts ? held.addresses() : plan.desired(), adopts);
    boolean mayGiveOthers = plan.desired().isEmpty() && plan.pools().contains(held.pool());
    if (mayGiveOthers && held.addresses().size() > 1) {
      queue.add(ask(held.pool(), plan.families(), List.of(), false));
    }
  }

  private void queueAdoption(List<IpAddress> addresses) {
    if (plan.clear().isPresent() || !plan.desired().isEmpty()) {
      return;
    }
    plan.poolsToKeep().stream()
        .filter(pool -> !pool.equals(held.pool()))
        .forEach(pool -> queueAll(pool, addresses, true));
  }

  /** Asks for the addresses together with what else is wanted, then for each family alone. */
  private void queueAll(String pool, List<IpAddress> addresses, boolean adopts) {
    if (!of(plan.families(), addresses).isEmpty()) {
      queue.add(ask(pool, plan.families(), addresses, adopts));
    }
    for (IpFamily family : plan.fallbacks()) {
      if (!of(List.of(family), addresses).isEmpty()) {
        queue.add(ask(pool, List.of(family), addresses, adopts));
      }
    }
  }

  private void queueSearch() {
    if (plan.clear().isPresent()) {
      return;
    }
    plan.pools().forEach(pool -> queue.add(ask(pool, plan.families(), plan.desired(), false)));
    for (IpFamily family : plan.fallbacks()) {
      if (plan.desired().isEmpty() || !of(List.of(family), plan.desired()).isEmpty()) {
        plan.pools().forEach(pool -> queue.add(ask(pool, List.of(family), plan.desired(), false)));
      }
    }
  }

  private Ask ask(String pool, List<IpFamily> families, List<IpAddress> addresses, boolean adopts) {
    return new Ask(
        pool,
        new AssignRequest(
            plan.service(),
            families,
            of(families, addresses),
            adopts,
            plan.sharing(),
            plan.quotaOf(pool),
            plan.digest()));
  }

  private static List<IpAddress> of(List<IpFamily> families, List<IpAddress> addresses) {
    return addresses.stream().filter(address -> families.contains(address.family())).toList();
  }

  /** The pool gave these addresses. */
  public void assigned(List<Grant> grants) {
    if (next instanceof Ask asked) {
      var lacking =
          grants.size() < plan.families().size() ? partial : Optional.<PoolRefusal>empty();
      next = new Finish(held.made(asked.pool(), grants, plan.digest(), reasonToLeave(), lacking));
    }
  }

  /** The pool refused. */
  public void refused(PoolRefusal refusal) {
    if (next instanceof Ask(var _, var request) && request.families().size() > 1) {
      partial = Optional.of(refusal);
    }
    if (phase == Phase.SEEK) {
      refusals.add(refusal);
    }
    next = advance();
  }

  /** The pool has taken all back. */
  public void released() {
    next = advance();
  }

  /**
   * The pool did not answer in time. Whether it acted is unknown. What the Service may hold there
   * must not move because a pool is slow: a record, or a status that no other pool accounts for, is
   * then left alone.
   */
  public void silent() {
    var pool =
        switch (next) {
          case Ask(var asked, var _) -> asked;
          case Release(var asked) -> asked;
          case Finish _ -> throw new IllegalStateException("nobody was asked");
        };
    unanswered.add(pool);
    var refusal = new PoolRefusal(pool, RejectReason.POOL_UNAVAILABLE, "");
    if (phase == Phase.VERIFY) {
      next = leaveAlone(held.grants(), held.pool(), List.of(refusal));
    } else {
      refused(refusal);
    }
  }

  private List<PoolRefusal> refusalsOfSilence() {
    return unanswered.stream()
        .map(pool -> new PoolRefusal(pool, RejectReason.POOL_UNAVAILABLE, ""))
        .toList();
  }

  private static List<Grant> adopted(List<IpAddress> addresses) {
    return addresses.stream().map(a -> new Grant(a, GrantReason.ADOPTED)).toList();
  }

  private Finish leaveAlone(List<Grant> grants, String pool, List<PoolRefusal> why) {
    var outcome = new AssignmentOutcome(plan.service(), grants, pool, why, false, Optional.empty());
    return new Finish(new Decision<>(List.of(), outcome));
  }

  private Step advance() {
    while (queue.isEmpty()) {
      switch (phase) {
        case VERIFY -> {
          phase = Phase.RELEASE;
          return new Release(held.pool());
        }
        case RELEASE -> {
          phase = Phase.ADOPT;
          queueAdoption(held.addresses());
        }
        case ADOPT -> {
          if (!held.holdsAddresses() && !unanswered.isEmpty()) {
            return leaveAlone(adopted(plan.statusAddresses()), "", refusalsOfSilence());
          }
          phase = Phase.SEEK;
          queueSearch();
        }
        case SEEK -> {
          return new Finish(verdict());
        }
      }
    }
    return queue.remove();
  }

  private Decision<ServiceAssignmentEvent, AssignmentOutcome> verdict() {
    var all = new ArrayList<>(plan.refusals());
    all.addAll(oneForEachPool());
    return plan.clear().isPresent() && all.isEmpty()
        ? held.cleared(plan.clear().get())
        : held.refused(all, plan.digest(), reasonToLeave());
  }

  /** A pool asked twice has refused twice; that it lacks a family says less than the other. */
  private List<PoolRefusal> oneForEachPool() {
    var telling = new ArrayList<PoolRefusal>();
    for (String pool : plan.pools()) {
      var its = refusals.stream().filter(refusal -> refusal.pool().equals(pool)).toList();
      Optional<PoolRefusal> best =
          its.stream()
              .filter(refusal -> refusal.reason() != RejectReason.WRONG_FAMILY)
              .findFirst()
              .or(() -> its.stream().findFirst());
      best.ifPresent(telling::add);
    }
    return telling;
  }

  private ClearReason reasonToLeave() {
    if (plan.clear().isPresent()) {
      return plan.clear().get();
    }
    if (!plan.requestedPool().isEmpty() && !plan.requestedPool().equals(held.pool())) {
      return ClearReason.OTHER_POOL_REQUESTED;
    }
    if (!plan.desired().isEmpty() && !held.addresses().containsAll(plan.desired())) {
      return ClearReason.OTHER_ADDRESS_REQUESTED;
    }
    return of(plan.families(), held.addresses()).isEmpty()
        ? ClearReason.FAMILY_CHANGED
        : ClearReason.NOT_ALLOWED_BY_CONFIG;
  }
}
