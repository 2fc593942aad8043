package io.fairlead.speaker;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;
import io.fairlead.placement.Claim;
import io.fairlead.speaker.hello.HelloControl;
import io.fairlead.speaker.plan.ClaimBook;
import io.fairlead.speaker.plan.HelloKeyBook;
import io.fairlead.speaker.plan.HelloTargets;
import io.fairlead.speaker.plan.Neighbourhood;
import io.fairlead.speaker.plan.NoticeBook;
import io.fairlead.table.AnnouncementTable;
import io.fairlead.table.HelloKey;
import io.fairlead.wire.bfd.BfdDiagnostic;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Keeps the hello sessions to what the core knows; tells them only what changes. */
final class HelloDuties {
  private final NodeName self;
  private HelloControl control = HelloControl.NONE;
  private SortedMap<NodeName, IpAddress> known = new TreeMap<>();
  private SortedSet<NodeName> watched = new TreeSet<>();
  private SortedMap<NodeName, List<Claim>> notices = new TreeMap<>();
  private NoticeBook book = NoticeBook.EMPTY;
  private volatile HelloKeyBook keys = HelloKeyBook.EMPTY;
  private Optional<HelloKey> signing = Optional.empty();
  private boolean linked = true;
  private boolean ended;

  HelloDuties(NodeName self) {
    this.self = self;
  }

  void attach(HelloControl next) {
    control = next;
    control.know(known);
    control.watch(watched);
    control.tellClaims(notices);
    signing.ifPresent(key -> control.useKeys(keys.keys(), key));
  }

  void know(SortedMap<NodeName, IpAddress> speakers) {
    var others = new TreeMap<>(speakers);
    others.remove(self);
    if (!others.equals(known)) {
      known = others;
      control.know(known);
    }
  }

  List<HelloKey> keys() {
    return keys.keys();
  }

  void learn(List<HelloKey> more, long nowMillis) {
    var next = keys.with(more, nowMillis);
    if (!next.equals(keys)) {
      keys = next;
      signing = Optional.empty();
      sign(nowMillis);
    }
  }

  /** Time has passed. */
  void tick(
      AnnouncementTable table,
      ClaimBook claims,
      Neighbourhood around,
      SortedSet<NodeName> live,
      long nowMillis) {
    sign(nowMillis);
    if (!book.equals(NoticeBook.EMPTY)) {
      notice(table, claims, around, live, nowMillis);
    }
  }

  /** The nodes that are told of claims, and where they are: those that went away. */
  SortedMap<NodeName, IpAddress> told() {
    var told = new TreeMap<>(known);
    told.keySet().retainAll(notices.keySet());
    return told;
  }

  private void sign(long nowMillis) {
    var now = keys.signing(nowMillis);
    if (now.isPresent() && !now.equals(signing)) {
      signing = now;
      control.useKeys(keys.keys(), now.get());
    }
  }

  void linked(boolean now) {
    if (now == linked || ended) {
      return;
    }
    linked = now;
    if (now) {
      control.enable();
    } else {
      control.disable(BfdDiagnostic.PATH_DOWN);
    }
  }

  /** This node announces no more, ever. */
  void disable(BfdDiagnostic why) {
    ended = true;
    control.disable(why);
  }

  /** The table, the claims or the others have changed. */
  void follow(
      AnnouncementTable table,
      ClaimBook claims,
      Neighbourhood around,
      SortedSet<NodeName> live,
      long nowMillis) {
    var targets = HelloTargets.of(table, self, claims, known.keySet());
    if (!targets.equals(watched)) {
      watched = targets;
      control.watch(watched);
    }
    notice(table, claims, around, live, nowMillis);
  }

  private void notice(
      AnnouncementTable table,
      ClaimBook claims,
      Neighbourhood around,
      SortedSet<NodeName> live,
      long nowMillis) {
    var others = new TreeSet<>(around.standing().view().known());
    others.remove(self);
    book = book.at(others, live, table, nowMillis);
    var own = claims.all().stream().filter(claim -> claim.node().equals(self)).toList();
    var next = book.notices(own);
    if (!next.equals(notices)) {
      notices = next;
      control.tellClaims(notices);
    }
  }
}
