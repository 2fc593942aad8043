package io.fairlead.speaker.hello;

import io.fairlead.bfd.BfdInput;
import io.fairlead.bfd.BfdOutput;
import io.fairlead.bfd.BfdRunner;
import io.fairlead.bfd.BfdSession;
import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;
import io.fairlead.speaker.link.DatagramPort;
import io.fairlead.speaker.plan.HelloNews;
import io.fairlead.wire.bfd.BfdDiagnostic;
import io.fairlead.wire.bfd.BfdDropReason;
import io.fairlead.wire.bfd.BfdPacket;
import io.fairlead.wire.bfd.BfdState;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All sessions of one node; for the hello thread. */
final class HelloSessions {
  private static final Logger LOG = LoggerFactory.getLogger(HelloSessions.class);
  private static final int PEERS_MAX = 64;
  private static final long UNWATCHED_NANOS_MAX = 30_000_000_000L;
  private static final long RECENT_NANOS = 1_000_000_000L;
  private static final long WITNESS_NANOS_MAX = 250_000_000L;

  private final DatagramPort port;
  private final HelloSettings settings;
  private final HelloKeyring keys;
  private final HelloMeter meter;
  private final HelloListener listener;
  private final RandomGenerator random;
  private final byte[] single = new byte[HelloPeer.PACKET_LENGTH];
  private HelloPeer[] peers = new HelloPeer[0];
  private SortedMap<NodeName, IpAddress> known = new TreeMap<>();
  private SortedSet<NodeName> watched = new TreeSet<>();
  private @Nullable BfdDiagnostic disabled;
  private boolean perhapsDeaf;
  private final Homecoming homecoming = new Homecoming();
  private final Steadiness steadiness;

  HelloSessions(
      DatagramPort port,
      HelloSettings settings,
      HelloKeyring keys,
      HelloMeter meter,
      HelloListener listener,
      RandomGenerator random) {
    this.random = random;
    this.port = port;
    this.settings = settings;
    this.keys = keys;
    this.meter = meter;
    this.listener = listener;
    this.steadiness = new Steadiness(settings);
  }

  void know(SortedMap<NodeName, IpAddress> speakers, long now) {
    known = speakers;
    for (HelloPeer peer : peers) {
      if (!peer.address.equals(known.get(peer.node))) {
        remove(peer);
      }
    }
    watch(watched, now);
  }

  void watch(SortedSet<NodeName> nodes, long now) {
    watched = nodes;
    for (HelloPeer peer : peers) {
      peer.watched = watched.contains(peer.node);
    }
    for (NodeName node : watched) {
      var address = known.get(node);
      if (address != null && Arrays.stream(peers).noneMatch(peer -> peer.node.equals(node))) {
        add(node, address, false, now).watched = true;
      }
    }
  }

  void disable(BfdDiagnostic why, long now) {
    disabled = why;
    for (HelloPeer peer : peers) {
      step(peer, new BfdInput.Disable(why), now);
    }
  }

  void enable(long now) {
    disabled = null;
    for (HelloPeer peer : peers) {
      step(peer, new BfdInput.Enable(), now);
    }
  }

  /**
   * What was not heard while this process stood still proves nothing.
   *
   * @param away it stood still for so long that others may have noticed: it may happen again soon,
   *     so this node promises slow hellos until it has run evenly for a while
   */
  void resumed(boolean away, long now) {
    homecoming.begin(away, peers, now);
    for (HelloPeer peer : peers) {
      peer.suspected = false;
      step(peer, new BfdInput.Resumed(), now);
    }
    if (away) {
      steadiness.stoodStill(now);
      retune(now);
    }
  }

  private void retune(long now) {
    for (HelloPeer peer : peers) {
      step(peer, new BfdInput.Retune(steadiness.timers()), now);
    }
  }

  /** Takes a packet of hello. */
  void receive(byte[] packet, int length, long senderHigh, long senderLow, long now) {
    var peer = peer(senderHigh, senderLow);
    if (peer != null && length == HelloPeer.PACKET_LENGTH && peer.repeats(packet)) {
      var fault = authenticate(peer, packet, length, now);
      if (fault == null) {
        peer.runner.repeated(now);
      } else {
        meter.dropped(fault);
      }
      return;
    }
    switch (BfdPacket.decode(ByteBuffer.wrap(packet, 0, length))) {
      case BfdPacket.Decoded.Dropped(var reason) -> meter.dropped(reason);
      case BfdPacket.Decoded.Ok(_, var authenticated) when !authenticated ->
          meter.dropped(BfdDropReason.AUTHENTICATION_TYPE);
      case BfdPacket.Decoded.Ok(var decoded, _) ->
          receive(peer, decoded, packet, length, senderHigh, senderLow, now);
    }
  }

  private void receive(
      @Nullable HelloPeer peer,
      BfdPacket decoded,
      byte[] packet,
      int length,
      long high,
      long low,
      long now) {
    var fault = keys.fault(packet, BfdPacket.LENGTH, length);
    if (fault != null) {
      meter.dropped(fault);
      return;
    }
    var found = peer == null ? newcomer(decoded, high, low, now) : peer;
    if (found == null) {
      meter.dropped(BfdDropReason.NO_SESSION);
      return;
    }
    fault = authenticate(found, packet, length, now);
    if (fault != null) {
      meter.dropped(fault);
      return;
    }
    found.remember(packet);
    boolean wasUp = found.isUp();
    if (!found.isUp() && announcesNoMore(found, decoded, now)) {
      listener.news(found.node, HelloNews.LEFT, now);
    }
    step(found, new BfdInput.Received(decoded), now);
    if (wasUp && !found.isUp() && announcesNoMore(found, decoded, now)) {
      listener.news(found.node, HelloNews.LEFT, now);
    }
  }

  // A node that hears nobody says so while its session has just gone down; later it may be one that
  // comes back and merely has not heard anybody yet.
  private static boolean announcesNoMore(HelloPeer peer, BfdPacket said, long now) {
    boolean deaf = said.diagnostic() == BfdDiagnostic.CONCATENATED_PATH_DOWN;
    boolean recent = peer.downNanos != 0 && now - peer.downNanos < RECENT_NANOS;
    return said.state() == BfdState.ADMIN_DOWN || (deaf && recent);
  }

  // A session that another node begins: this end is passive (RFC 5880 section 6.1).
  private @Nullable HelloPeer newcomer(BfdPacket packet, long high, long low, long now) {
    if (packet.yourDiscriminator() != 0 || peers.length >= PEERS_MAX || disabled != null) {
      return null;
    }
    for (Map.Entry<NodeName, IpAddress> speaker : known.entrySet()) {
      var address = speaker.getValue();
      if (address.low() == low && address.high() == high) {
        return add(speaker.getKey(), address, true, now);
      }
    }
    return null;
  }

  private @Nullable BfdDropReason authenticate(
      HelloPeer peer, byte[] packet, int length, long now) {
    var fault = keys.fault(packet, BfdPacket.LENGTH, length);
    if (fault != null) {
      return fault;
    }
    if (now >= forgetNanos(peer)) {
      peer.window.forget();
    }
    return peer.window.acceptGrowing(keys.sequence(packet, BfdPacket.LENGTH))
        ? null
        : BfdDropReason.REPLAYED;
  }

  // RFC 5880 section 6.8.1, bfd.AuthSeqKnown.
  private static long forgetNanos(HelloPeer peer) {
    return peer.runner.receivedNanos() + 2 * peer.runner.detectionNanos();
  }

  /** Sends what is due and notices who fell silent; the socket was emptied just before. */
  void tick(long now) {
    if (perhapsDeaf) {
      // One turn later, so that this word is not overtaken by the one that the session is down.
      perhapsDeaf = false;
      sayWhenDeaf(now);
    }
    if (steadiness.settles(now)) {
      retune(now);
    }
    for (HelloPeer peer : peers) {
      if (peer.runner.transmit(now)) {
        send(peer, peer.outgoing());
      } else if (now >= peer.runner.nextNanos()) {
        step(peer, new BfdInput.Tick(), now);
      }
      if (peer.suspected) {
        lookForWitness(peer, now);
      }
    }
  }

  /** See {@link Homecoming#wentUnnoticed}. */
  boolean wentUnnoticed() {
    return homecoming.wentUnnoticed(peers);
  }

  /** Ends sessions that nobody wants; now and then. */
  void sweep(long now) {
    for (HelloPeer peer : peers) {
      boolean idle = now - peer.runner.receivedNanos() > UNWATCHED_NANOS_MAX;
      if (!peer.watched && !peer.isUp() && idle) {
        remove(peer);
      }
    }
  }

  long nextNanos() {
    long next = BfdSession.NEVER;
    for (HelloPeer peer : peers) {
      next = Math.min(next, peer.runner.nextNanos());
    }
    return next;
  }

  private void step(HelloPeer peer, BfdInput input, long now) {
    long heard = peer.runner.receivedNanos();
    long detection = peer.runner.detectionNanos();
    for (BfdOutput output : peer.runner.step(input, now)) {
      switch (output) {
        case BfdOutput.Send(var packet) -> {
          HelloPeer.encode(packet, single);
          send(peer, single);
        }
        case BfdOutput.Changed changed -> changed(peer, changed, heard, detection, now);
        case BfdOutput.Dropped(var reason) -> meter.dropped(reason);
      }
    }
  }

  private void send(HelloPeer peer, byte[] packet) {
    if (keys.canSign()) {
      int length = keys.sign(packet, BfdPacket.LENGTH);
      if (port.send(packet, length, peer.destination)) {
        meter.sent();
      }
    }
  }

  private void changed(
      HelloPeer peer, BfdOutput.Changed changed, long heard, long detection, long now) {
    if (changed.to() == BfdState.UP) {
      steadiness.sessionUp(now);
      peer.suspected = false;
      peer.downNanos = 0;
      LOG.info("hello session with {} is up", peer.node);
      listener.news(peer.node, HelloNews.UP, now);
      return;
    }
    if (changed.from() != BfdState.UP) {
      return;
    }
    peer.downNanos = now;
    boolean expired = changed.diagnostic() == BfdDiagnostic.CONTROL_DETECTION_TIME_EXPIRED;
    boolean left = changed.remote() == BfdState.ADMIN_DOWN;
    LOG.info(
        "hello session with {} is down: {}",
        peer.node,
        left ? "it announces no more" : changed.diagnostic());
    if (expired && changed.to() == BfdState.DOWN) {
      peer.suspected = true;
      peer.suspectedNanos = now;
      peer.silentHeardNanos = heard;
      peer.silentDetectionNanos = detection;
      lookForWitness(peer, now);
      perhapsDeaf = true;
    } else {
      listener.news(peer.node, left ? HelloNews.LEFT : HelloNews.UNKNOWN, heard);
    }
  }

  // Whoever hears nobody of several is cut off, or deaf. If others still hear it, they should not
  // wait for it: what they would send it arrives nowhere.
  private void sayWhenDeaf(long now) {
    int silent = 0;
    for (HelloPeer peer : peers) {
      if (peer.isUp()) {
        return;
      }
      silent += peer.downNanos != 0 && now - peer.downNanos < RECENT_NANOS ? 1 : 0;
    }
    if (silent > 1) {
      for (HelloPeer peer : peers) {
        step(peer, new BfdInput.Diagnose(BfdDiagnostic.CONCATENATED_PATH_DOWN), now);
      }
    }
  }

  private void lookForWitness(HelloPeer silent, long now) {
    boolean othersUp = false;
    for (HelloPeer other : peers) {
      if (other.isUp()) {
        othersUp = true;
        if (Witness.confirms(
            silent.silentHeardNanos, silent.silentDetectionNanos, other.runner.receivedNanos())) {
          silent.suspected = false;
          listener.news(silent.node, HelloNews.SILENT_CONFIRMED, silent.silentHeardNanos);
          return;
        }
      }
    }
    if (!othersUp || now - silent.suspectedNanos > WITNESS_NANOS_MAX) {
      silent.suspected = false;
      listener.news(silent.node, HelloNews.SILENT, silent.silentHeardNanos);
    }
  }

  private @Nullable HelloPeer peer(long high, long low) {
    for (HelloPeer peer : peers) {
      if (peer.isFrom(high, low)) {
        return peer;
      }
    }
    return null;
  }

  private HelloPeer add(NodeName node, IpAddress address, boolean passive, long now) {
    int discriminator = random.nextInt(1, Integer.MAX_VALUE);
    var session =
        BfdSession.start(steadiness.timers(), passive, discriminator, random.nextLong(), now);
    var peer =
        new HelloPeer(
            node, address, port.destination(address, settings.port()), new BfdRunner(session));
    peers = Arrays.copyOf(peers, peers.length + 1);
    peers[peers.length - 1] = peer;
    if (disabled != null) {
      step(peer, new BfdInput.Disable(disabled), now);
    }
    return peer;
  }

  private void remove(HelloPeer gone) {
    listener.news(gone.node, HelloNews.UNKNOWN, gone.runner.receivedNanos());
    peers = List.of(peers).stream().filter(peer -> peer != gone).toArray(HelloPeer[]::new);
  }
}
