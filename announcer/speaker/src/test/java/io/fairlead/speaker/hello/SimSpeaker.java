package io.fairlead.speaker.hello;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;
import io.fairlead.placement.Claim;
import io.fairlead.speaker.link.DatagramPort;
import io.fairlead.speaker.plan.Announcement;
import io.fairlead.speaker.plan.AnnouncementPlanner;
import io.fairlead.speaker.plan.ClaimBook;
import io.fairlead.speaker.plan.ClusterView;
import io.fairlead.speaker.plan.HandOver;
import io.fairlead.speaker.plan.HelloNews;
import io.fairlead.speaker.plan.HelloTargets;
import io.fairlead.speaker.plan.Neighbourhood;
import io.fairlead.speaker.plan.NoticeBook;
import io.fairlead.speaker.plan.PeerQuestion;
import io.fairlead.table.AnnouncementTable;
import io.fairlead.table.HelloKey;
import io.fairlead.table.TableRevision;
import io.fairlead.wire.bfd.BfdDiagnostic;
import io.fairlead.wire.hello.ClaimNotice;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One speaker of the simulation: the real sessions, notices, neighbourhood and planner, turned by
 * the world's clock instead of threads. It stands for a hello thread and a core that never wait for
 * each other.
 */
final class SimSpeaker implements HelloListener, DatagramPort {
  static final HelloSettings SETTINGS = HelloSettings.DEFAULT;
  private static final long MILLI = 1_000_000;
  private static final long TICK_NANOS = 100 * MILLI;
  private static final long PAUSE_MILLIS_MIN = 1_500;
  private static final long ASK_AGAIN_MILLIS = 1_000;
  private static final HelloKey KEY = HelloKey.of(1, new byte[32]);

  final int index;
  final NodeName name;
  final IpAddress address;
  final TreeMap<IpAddress, Long> announced = new TreeMap<>();
  final Deque<Runnable> inbox = new ArrayDeque<>();
  Neighbourhood around;
  ClaimBook claims = ClaimBook.EMPTY;
  AnnouncementTable table = AnnouncementTable.EMPTY;
  boolean linked = true;
  long turnedNanos;

  private final SimWorld world;
  private final HelloKeyring keys = new HelloKeyring();
  private final HelloSessions sessions;
  private final NoticeSender notices;
  private final Deque<Datagram> received = new ArrayDeque<>();
  private NoticeBook book = NoticeBook.EMPTY;
  private HandOver handOver = HandOver.NONE;
  private SortedSet<NodeName> watched = new TreeSet<>();
  private boolean sessionsOn = true;
  private long nextAskMillis;
  private long tickedNanos;
  private Neighbourhood planned;
  private ClaimBook plannedClaims = claims;
  private TableRevision plannedTable = TableRevision.NONE;

  record Datagram(int from, ByteBuffer octets) {}

  private record To(int index) implements Destination {}

  SimSpeaker(SimWorld world, int index) {
    this.world = world;
    this.index = index;
    this.name = new NodeName("n" + index);
    this.address = addressOf(index);
    this.around = Neighbourhood.of(name);
    this.planned = around;
    this.sessions = new HelloSessions(this, SETTINGS, keys, new HelloMeter(), this, world.random);
    this.notices = new NoticeSender(this, SETTINGS.port(), keys);
    keys.use(List.of(KEY), KEY);
  }

  static IpAddress addressOf(int index) {
    return IpAddress.ofIpv4(0x0A00_0001 + index);
  }

  /** The others are members of the cluster from now on. */
  void meet(List<SimSpeaker> all) {
    var known = new TreeMap<NodeName, IpAddress>();
    all.stream().filter(s -> s != this).forEach(other -> known.put(other.name, other.address));
    sessions.know(known, world.now);
    notices.know(known);
  }

  /** Answers for the address at this moment. */
  boolean answers(IpAddress ip) {
    boolean fresh = world.now - turnedNanos <= SETTINGS.awayNanos() + SETTINGS.turnNanosMax();
    return world.runs(index) && fresh && announced.containsKey(ip) && !around.isShut(nowMillis());
  }

  void arrive(Datagram datagram) {
    received.add(datagram);
  }

  /** One turn of both threads. */
  void turn() {
    noticePause(world.now - turnedNanos);
    turnedNanos = world.now;
    for (Datagram next = received.poll(); next != null; next = received.poll()) {
      take(next);
    }
    sessions.tick(world.now);
    notices.tick(world.now);
    if (sessions.wentUnnoticed()) {
      unnoticed(0);
    }
    while (!inbox.isEmpty()) {
      inbox.poll().run();
    }
    if (linked != sessionsOn) {
      sessionsOn = linked;
      around = around.linked(linked, nowMillis());
      if (linked) {
        sessions.enable(world.now);
      } else {
        sessions.disable(BfdDiagnostic.PATH_DOWN, world.now);
      }
    }
    boolean changed =
        !around.equals(planned)
            || !claims.equals(plannedClaims)
            || !table.revision().equals(plannedTable);
    if (changed || world.now - tickedNanos >= TICK_NANOS) {
      tickedNanos = world.now;
      around = around.linked(linked, nowMillis()).at(nowMillis());
      replan();
      ask();
      planned = around;
      plannedClaims = claims;
      plannedTable = table.revision();
    }
  }

  private void noticePause(long gapNanos) {
    if (gapNanos >= SETTINGS.starvedNanos()) {
      sessions.resumed(gapNanos >= SETTINGS.awayNanos(), world.now);
    }
    if (gapNanos >= PAUSE_MILLIS_MIN * MILLI) {
      around = around.paused(nowMillis());
    } else if (gapNanos >= SETTINGS.awayNanos()) {
      around = around.away(nowMillis());
    }
  }

  private void take(Datagram datagram) {
    byte[] octets = datagram.octets().array();
    if (!ClaimNotice.isNotice(octets[0])) {
      var from = addressOf(datagram.from());
      sessions.receive(octets, octets.length, from.high(), from.low(), world.now);
      return;
    }
    int length = octets.length - HelloKeyring.TYPE.length();
    var sender = new NodeName("n" + datagram.from());
    ClaimNotice.decode(ByteBuffer.wrap(octets, 0, length))
        .orElseThrow()
        .entries()
        .forEach(e -> claims(sender, List.of(new Claim(e.address(), sender, e.epoch()))));
  }

  private void replan() {
    var live = around.live(world.names(), nowMillis());
    var current = new TreeMap<IpAddress, Announcement>();
    announced.forEach((ip, epoch) -> current.put(ip, new Announcement(epoch, new TreeSet<>())));
    var outcome =
        handOver.retained(
            AnnouncementPlanner.plan(table, name, live, claims),
            current,
            table,
            name,
            live,
            claims,
            nowMillis());
    handOver = outcome.next();
    var plan = outcome.plan();
    var done = new ArrayList<Claim>();
    plan.addresses()
        .forEach(
            (ip, planned) -> {
              var before = announced.put(ip, planned.epoch());
              if (before == null || before != planned.epoch()) {
                done.add(new Claim(ip, name, planned.epoch()));
              }
            });
    announced.keySet().retainAll(plan.addresses().keySet());
    if (!done.isEmpty()) {
      claims = claims.with(done);
      world.tellAll(this, other -> other.hear(this, done, false));
      world.report(this, done);
    }
    var targets = HelloTargets.of(table, name, claims, others());
    if (!targets.equals(watched)) {
      watched = targets;
      sessions.watch(watched, world.now);
    }
    var others = new TreeSet<>(around.standing().view().known());
    others.remove(name);
    var next = book.at(others, live, table, nowMillis());
    if (!next.equals(book) || !done.isEmpty()) {
      book = next;
      notices.use(book.notices(ownClaims()));
    }
  }

  List<Claim> ownClaims() {
    return claims.all().stream().filter(claim -> claim.node().equals(name)).toList();
  }

  private SortedSet<NodeName> others() {
    var others = world.names();
    others.remove(name);
    return others;
  }

  private void ask() {
    var question = around.question(nowMillis());
    if (question.isPresent() && nowMillis() >= nextAskMillis) {
      nextAskMillis = nowMillis() + ASK_AGAIN_MILLIS;
      boolean all = question.get() == PeerQuestion.CLAIMS;
      world.tellAll(this, other -> other.answer(this, all));
    } else if (question.isEmpty()) {
      nextAskMillis = 0;
    }
  }

  void answer(SimSpeaker asker, boolean all) {
    var told = claims.all();
    world.tell(
        this,
        asker,
        to -> {
          if (all) {
            to.hear(this, told, true);
          } else {
            to.around = to.around.heardFrom(name, to.nowMillis());
          }
        });
  }

  void hear(SimSpeaker from, List<Claim> told, boolean complete) {
    claims = claims.with(told);
    around =
        complete ? around.toldBy(from.name, nowMillis()) : around.heardFrom(from.name, nowMillis());
  }

  void show(ClusterView view) {
    inbox.add(() -> around = around.shown(view, nowMillis()));
  }

  @Override
  public void news(NodeName node, HelloNews news, long heardNanos) {
    around = around.hello(node, news, nowMillis());
  }

  @Override
  public void claims(NodeName node, List<Claim> told) {
    claims = claims.with(told);
    around = around.heardFrom(node, nowMillis());
  }

  @Override
  public void away(long absence) {}

  @Override
  public void unnoticed(long absence) {
    around = around.unnoticed();
  }

  private long nowMillis() {
    return world.now / MILLI;
  }

  @Override
  public boolean reaches(IpAddress other) {
    return true;
  }

  @Override
  public Destination destination(IpAddress other, int port) {
    return new To((int) (other.low() - addressOf(0).low()));
  }

  @Override
  public boolean send(byte[] buffer, int length, Destination to) {
    world.datagram(index, ((To) to).index(), Arrays.copyOf(buffer, length));
    return true;
  }

  @Override
  public int receive(byte[] buffer) {
    return -1;
  }

  @Override
  public void await(long timeoutNanos) {}

  @Override
  public long senderHigh() {
    return 0;
  }

  @Override
  public long senderLow() {
    return 0;
  }

  @Override
  public void wakeUp() {}

  @Override
  public void close() {}
}
