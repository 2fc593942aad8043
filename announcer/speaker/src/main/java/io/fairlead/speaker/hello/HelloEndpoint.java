package io.fairlead.speaker.hello;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;
import io.fairlead.placement.Claim;
import io.fairlead.speaker.l2.AnswerGate;
import io.fairlead.speaker.link.DatagramPort;
import io.fairlead.speaker.link.LinkException;
import io.fairlead.speaker.link.RealTime;
import io.fairlead.table.HelloKey;
import io.fairlead.wire.bfd.BfdDiagnostic;
import io.fairlead.wire.bfd.BfdDropReason;
import io.fairlead.wire.bfd.BfdPacket;
import io.fairlead.wire.hello.ClaimNotice;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The socket and the thread of the hello sessions. The thread runs under SCHED_FIFO when it may;
 * else the interval is 100 ms at least. Each turn empties the socket before it looks at deadlines,
 * so that its own delay is not taken for the silence of others.
 */
public final class HelloEndpoint implements HelloControl, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HelloEndpoint.class);
  private static final int DATAGRAM_OCTETS_MAX = 2_048;
  private static final int DATAGRAMS_PER_TURN_MAX = 512;
  private static final long SWEEP_NANOS = 5_000_000_000L;
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final Duration JOIN_MAX = Duration.ofSeconds(2);

  private final DatagramPort port;
  private final IpAddress self;
  private final HelloSettings wanted;
  private final AnswerGate gate;
  private final HelloListener listener;
  private final HelloMeter meter = new HelloMeter();
  private final HelloKeyring keys = new HelloKeyring();
  private final Queue<Command> commands = new ConcurrentLinkedQueue<>();
  private final byte[] buffer = new byte[DATAGRAM_OCTETS_MAX];
  private final Thread thread;
  private volatile boolean closing;
  private long absence;

  private interface Command {
    void on(HelloSessions sessions, NoticeSender notices, long now);
  }

  private HelloEndpoint(
      DatagramPort port,
      IpAddress self,
      HelloSettings settings,
      AnswerGate gate,
      HelloListener listener) {
    this.port = port;
    this.self = self;
    this.wanted = settings;
    this.gate = gate;
    this.listener = listener;
    this.thread = Thread.ofPlatform().name("hello").unstarted(this::run);
  }

  /**
   * Starts the thread. The port is closed with the endpoint.
   *
   * @param self the address of the port
   */
  public static HelloEndpoint start(
      DatagramPort port,
      IpAddress self,
      HelloSettings settings,
      AnswerGate gate,
      HelloListener listener) {
    var endpoint = new HelloEndpoint(port, self, settings, gate, listener);
    endpoint.thread.start();
    return endpoint;
  }

  public HelloCounters counters() {
    return meter.snapshot();
  }

  @Override
  public void know(SortedMap<NodeName, IpAddress> speakers) {
    var copy = new TreeMap<>(speakers);
    copy.values().removeIf(address -> !port.reaches(address));
    tell(
        (sessions, notices, now) -> {
          sessions.know(copy, now);
          notices.know(copy);
        });
  }

  @Override
  public void watch(SortedSet<NodeName> nodes) {
    var copy = new TreeSet<>(nodes);
    tell((sessions, _, now) -> sessions.watch(copy, now));
  }

  @Override
  public void useKeys(List<HelloKey> accepted, HelloKey signing) {
    var copy = List.copyOf(accepted);
    tell((_, _, _) -> keys.use(copy, signing));
  }

  @Override
  public void disable(BfdDiagnostic why) {
    tell((sessions, _, now) -> sessions.disable(why, now));
  }

  @Override
  public void enable() {
    tell((sessions, _, now) -> sessions.enable(now));
  }

  @Override
  public void tellClaims(SortedMap<NodeName, List<Claim>> claims) {
    var copy = new TreeMap<>(claims);
    tell((_, notices, _) -> notices.use(copy));
  }

  private void tell(Command command) {
    commands.add(command);
    port.wakeUp();
  }

  @Override
  public void close() {
    closing = true;
    port.wakeUp();
    try {
      if (!thread.join(JOIN_MAX)) {
        LOG.warn("the hello thread did not end within {}", JOIN_MAX);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    var settings = settings();
    var sessions = new HelloSessions(port, settings, keys, meter, listener, new SecureRandom());
    var notices = new NoticeSender(port, settings.port(), keys);
    warmUp();
    long turned = System.nanoTime();
    long sweptNanos = turned;
    gate.expectBeats(settings.awayNanos() + settings.turnNanosMax(), turned);
    try {
      while (!closing) {
        long now = System.nanoTime();
        try {
          noticePause(now - turned, settings, sessions, now);
          turned = now;
          gate.beat(now);
          turn(sessions, notices, now);
          if (now - sweptNanos > SWEEP_NANOS) {
            sweptNanos = now;
            sessions.sweep(now);
          }
          long wait = sessions.nextNanos() - System.nanoTime();
          port.await(Math.min(wait, settings.turnNanosMax()));
        } catch (LinkException e) {
          LOG.warn("hello: {}", e.getMessage());
        } catch (RuntimeException e) {
          LOG.error("fault in the hello thread; it goes on", e);
        }
      }
    } finally {
      gate.expectNoBeats();
      port.close();
    }
  }

  private void warmUp() {
    try {
      HelloWarmUp.run(port, self, wanted.port());
    } catch (LinkException e) {
      LOG.warn("hello: {}", e.getMessage());
    }
  }

  private HelloSettings settings() {
    if (RealTime.fifoForThisThread()) {
      return wanted;
    }
    var settings = wanted.ordinary();
    LOG.warn(
        "the capability SYS_NICE is missing, so hellos may be late: the interval is {} ms"
            + " ({} ms was asked for)",
        settings.intervalMillis(),
        wanted.intervalMillis());
    return settings;
  }

  private void noticePause(
      long gapNanos, HelloSettings settings, HelloSessions sessions, long now) {
    if (gapNanos < settings.starvedNanos()) {
      return;
    }
    meter.paused();
    boolean away = gapNanos >= settings.awayNanos();
    sessions.resumed(away, now);
    if (away) {
      absence = gate.countAbsence();
      LOG.warn("this process stood still for {} ms", gapNanos / NANOS_PER_MILLI);
      listener.away(absence);
    }
  }

  private void turn(HelloSessions sessions, NoticeSender notices, long now) throws LinkException {
    for (int i = 0; i < DATAGRAMS_PER_TURN_MAX; i++) {
      int length = port.receive(buffer);
      if (length < 0) {
        break;
      }
      receive(sessions, notices, length, now);
    }
    for (var command = commands.poll(); command != null; command = commands.poll()) {
      command.on(sessions, notices, now);
    }
    sessions.tick(now);
    notices.tick(now);
    if (sessions.wentUnnoticed()) {
      listener.unnoticed(absence);
    }
  }

  private void receive(HelloSessions sessions, NoticeSender notices, int length, long now) {
    meter.received();
    if (length == 0 || !ClaimNotice.isNotice(buffer[0])) {
      sessions.receive(buffer, length, port.senderHigh(), port.senderLow(), now);
      return;
    }
    int from = length - HelloKeyring.TYPE.length();
    var fault =
        from < BfdPacket.LENGTH / 2 ? BfdDropReason.TRUNCATED : keys.fault(buffer, from, length);
    if (fault != null) {
      meter.dropped(fault);
      return;
    }
    var sender = notices.nodeAt(port.senderHigh(), port.senderLow());
    var notice = ClaimNotice.decode(ByteBuffer.wrap(buffer, 0, from));
    if (sender.isEmpty() || notice.isEmpty()) {
      meter.dropped(sender.isEmpty() ? BfdDropReason.NO_SESSION : BfdDropReason.LENGTH);
      return;
    }
    var node = sender.get();
    listener.claims(
        node,
        notice.get().entries().stream()
            .map(entry -> new Claim(entry.address(), node, entry.epoch()))
            .toList());
  }
}
