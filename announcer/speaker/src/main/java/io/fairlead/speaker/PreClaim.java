package io.fairlead.speaker;

import io.fairlead.net.IpAddress;
import io.fairlead.placement.Claim;
import io.fairlead.speaker.l2.L2Port;
import io.fairlead.speaker.l2.ProbeResult;
import io.fairlead.speaker.plan.Announcement;
import io.fairlead.speaker.plan.AnnouncementPlan;
import io.fairlead.speaker.plan.ProbeNeed;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets through of a plan what may be announced at once, and has the segment asked for the rest
 * first (RFC 5227 section 2.1.1, RFC 4862 section 5.4). What is in use is asked for again and
 * again. For the core's thread.
 */
final class PreClaim {
  /** So long after an address was found in use it is asked for again. */
  static final long RETRY_MILLIS = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(PreClaim.class);

  private final L2Port l2;
  private final Runnable onResult;
  private final Occupied onOccupied;
  private final Map<IpAddress, Question> questions = new HashMap<>();

  /** Hears of an address that somebody else uses. */
  interface Occupied {
    void found(IpAddress address, ProbeResult.Occupied by);
  }

  /**
   * @param answeredMillis when its answer was first looked at; empty before
   */
  private record Question(
      ProbeNeed need, CompletableFuture<ProbeResult> result, OptionalLong answeredMillis) {}

  /**
   * @param onResult is called, from any thread, when a plan held back should be looked at again
   */
  PreClaim(L2Port l2, Runnable onResult, Occupied onOccupied) {
    this.l2 = l2;
    this.onResult = onResult;
    this.onOccupied = onOccupied;
  }

  /**
   * The part of the plan that may be announced now.
   *
   * @param confirmed some other speaker has told its claims since the start
   */
  AnnouncementPlan permitted(
      AnnouncementPlan plan,
      boolean confirmed,
      Function<IpAddress, Optional<Claim>> highest,
      long nowMillis) {
    questions.keySet().retainAll(plan.addresses().keySet());
    var current = l2.current();
    var permitted = new TreeMap<IpAddress, AnnouncementPlan.Planned>();
    plan.addresses()
        .forEach(
            (address, planned) -> {
              var need = ProbeNeed.of(confirmed, highest.apply(address));
              if (current.containsKey(address) || isFree(address, planned, need, nowMillis)) {
                permitted.put(address, planned);
              }
            });
    return new AnnouncementPlan(permitted);
  }

  /** True when an address that was in use should be asked for again. */
  boolean isDue(long nowMillis) {
    return questions.values().stream().anyMatch(question -> isOver(question, nowMillis));
  }

  private boolean isFree(
      IpAddress address, AnnouncementPlan.Planned planned, ProbeNeed need, long nowMillis) {
    if (need == ProbeNeed.NONE) {
      questions.remove(address);
      return true;
    }
    var question = questions.get(address);
    if (question == null || question.need() != need || isOver(question, nowMillis)) {
      var announcement = new Announcement(planned.epoch(), planned.interfaces());
      var result = l2.probe(address, announcement, need == ProbeNeed.UNCONFIRMED);
      if (question == null || question.need() != need) {
        LOG.info("{} is asked for on the segment first: {}", address, need.text());
      }
      question = new Question(need, result, OptionalLong.empty());
      questions.put(address, question);
      if (!result.isDone()) {
        var _ = result.thenRun(onResult);
      }
    }
    if (!question.result().isDone()) {
      return false;
    }
    if (question.result().join() instanceof ProbeResult.Occupied occupied) {
      if (question.answeredMillis().isEmpty()) {
        questions.put(address, new Question(need, question.result(), OptionalLong.of(nowMillis)));
        tell(address, need, occupied);
      }
      return false;
    }
    return true;
  }

  private void tell(IpAddress address, ProbeNeed need, ProbeResult.Occupied occupied) {
    LOG.warn(
        "{} is not announced: {} on {} uses it{}",
        address,
        occupied.mac(),
        occupied.interfaceName(),
        need == ProbeNeed.UNCONFIRMED ? ", and no other speaker could be asked about it" : "");
    if (need == ProbeNeed.FIRST) {
      onOccupied.found(address, occupied);
    }
  }

  private static boolean isOver(Question question, long nowMillis) {
    var answered = question.answeredMillis();
    return answered.isPresent() && nowMillis - answered.getAsLong() >= RETRY_MILLIS;
  }
}
