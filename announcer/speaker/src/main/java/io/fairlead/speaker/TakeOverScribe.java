package io.fairlead.speaker;

import io.fairlead.cluster.NodeName;
import io.fairlead.placement.Claim;
import io.fairlead.placement.TakeOver;
import io.fairlead.placement.TakeOverCause;
import io.fairlead.speaker.plan.ClaimBook;
import io.fairlead.speaker.plan.Neighbourhood;
import io.fairlead.table.AnnouncementTable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down each fail-over of this node: from whom, why, and how long each part of it took. */
final class TakeOverScribe {
  private static final Logger LOG = LoggerFactory.getLogger(TakeOverScribe.class);

  private TakeOverScribe() {}

  /**
   * @param done what this node has just begun to announce
   * @param before the claims as they were when that was decided
   * @param live who lives, also if it cannot announce
   * @param decidedMillis when it was decided, on the core's clock
   */
  static List<TakeOver> takeOvers(
      List<Claim> done,
      AnnouncementTable table,
      ClaimBook before,
      Neighbourhood around,
      SortedSet<NodeName> live,
      long decidedMillis,
      long nowMillis) {
    var records =
        done.stream()
            .flatMap(c -> record(c, table, before, around, live, decidedMillis, nowMillis).stream())
            .toList();
    records.forEach(TakeOverScribe::log);
    return records;
  }

  /** Those of the claims that the table does not know of. */
  static List<Claim> aboveTable(List<Claim> done, AnnouncementTable table) {
    return done.stream()
        .filter(
            claim -> {
              var entry = table.entries().get(claim.address());
              return entry == null || claim.epoch() > entry.succession().epoch();
            })
        .toList();
  }

  private static Optional<TakeOver> record(
      Claim claim,
      AnnouncementTable table,
      ClaimBook before,
      Neighbourhood around,
      SortedSet<NodeName> live,
      long decidedMillis,
      long nowMillis) {
    var entry = table.entries().get(claim.address());
    if (entry == null || claim.epoch() <= entry.succession().epoch()) {
      return Optional.empty();
    }
    var wallClock = Instant.now();
    return before
        .highestOf(claim.address())
        .filter(last -> last.epoch() > entry.succession().epoch())
        .map(Claim::node)
        .or(() -> entry.succession().owner())
        .filter(from -> !from.equals(claim.node()))
        .map(
            from ->
                new TakeOver(
                    claim.address(),
                    from,
                    claim.node(),
                    claim.epoch(),
                    cause(from, around, live),
                    wallClock.minusMillis(
                        nowMillis - suspectedMillis(from, around).orElse(decidedMillis)),
                    wallClock.minusMillis(nowMillis - decidedMillis),
                    wallClock));
  }

  private static TakeOverCause cause(
      NodeName from, Neighbourhood around, SortedSet<NodeName> live) {
    var suspicion = around.suspicion(from);
    if (suspicion.isPresent()) {
      return suspicion.get().told() ? TakeOverCause.OWNER_SAID_SO : TakeOverCause.HELLO_SILENT;
    }
    if (live.contains(from)) {
      return TakeOverCause.OWNER_LACKS_INTERFACE;
    }
    return around.standing().view().lost().contains(from)
        ? TakeOverCause.CLUSTER_UNREACHABLE
        : TakeOverCause.OWNER_LEFT;
  }

  private static Optional<Long> suspectedMillis(NodeName from, Neighbourhood around) {
    return around.suspicion(from).map(s -> s.sinceMillis()).or(() -> around.lostSinceMillis(from));
  }

  private static void log(TakeOver record) {
    LOG.info(
        "took {} over from {}: {}; decided after {} ms, announced after {} ms",
        record.address(),
        record.from(),
        record.cause(),
        Duration.between(record.suspectedAt(), record.decidedAt()).toMillis(),
        Duration.between(record.suspectedAt(), record.announcedAt()).toMillis());
  }
}
