package io.fairlead.speaker;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;
import io.fairlead.net.MacAddress;
import io.fairlead.placement.AddressConflict;
import io.fairlead.placement.Claim;
import io.fairlead.placement.NodeInterface;
import io.fairlead.report.Observation;
import io.fairlead.speaker.l2.L2Listener;
import io.fairlead.speaker.l2.L2Port;
import io.fairlead.speaker.plan.AnnouncementPlan;
import io.fairlead.speaker.plan.OwnReport;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The local segment as a {@link SpeakerCore} sees it: what may be announced on it, which interfaces
 * lead to it, and who else uses our addresses there.
 */
public final class Segment {
  private final NodeName self;
  private final L2Port l2;
  private final List<CoreListener> listeners;
  private final Function<Runnable, CompletableFuture<Void>> update;
  private final PreClaim preClaim;
  private final PeerMacs peerMacs = new PeerMacs();
  private volatile Optional<List<NodeInterface>> interfaces = Optional.empty();

  /**
   * @param listeners of the core; may change at any time
   * @param update has the core look at its plan again after a change, from any thread
   */
  Segment(
      NodeName self,
      L2Port l2,
      List<CoreListener> listeners,
      Function<Runnable, CompletableFuture<Void>> update) {
    this.self = self;
    this.l2 = l2;
    this.listeners = listeners;
    this.update = update;
    this.preClaim =
        new PreClaim(
            l2,
            () -> {
              var _ = update.apply(() -> {});
            },
            (address, by) -> conflict(address, by.mac(), by.interfaceName(), false));
  }

  /** Begins to hear what happens. */
  void listen() {
    l2.listen(
        new L2Listener() {
          @Override
          public void interfacesChanged(List<NodeInterface> now) {
            interfaces = Optional.of(List.copyOf(now));
            // Whether a link is left should be known before anyone else's silence is judged.
            var _ = update.apply(() -> {});
            listeners.forEach(listener -> listener.interfacesChanged(now));
          }

          @Override
          public void conflict(IpAddress address, MacAddress mac, String interfaceName) {
            Segment.this.conflict(address, mac, interfaceName, true);
          }
        });
  }

  /** See {@link PreClaim#permitted}. For the core's thread. */
  AnnouncementPlan permitted(
      AnnouncementPlan plan,
      boolean confirmed,
      Function<IpAddress, Optional<Claim>> highest,
      long nowMillis) {
    return preClaim.permitted(plan, confirmed, highest, nowMillis);
  }

  /** True when an address that was in use should be asked for again. For the core's thread. */
  boolean isDue(long nowMillis) {
    return preClaim.isDue(nowMillis);
  }

  /** The interfaces that this node can announce on now; empty before the first look at them. */
  public Optional<List<NodeInterface>> interfaces() {
    return interfaces;
  }

  /** What this node announces now, and what keeps it from more. */
  public List<Observation> report() {
    return OwnReport.of(l2.current(), interfaces);
  }

  /** A peer can announce on these: whoever shows one of their MAC addresses is no stranger. */
  public void peerHas(NodeName peer, List<NodeInterface> theirs) {
    l2.knowPeers(peerMacs.with(peer, theirs));
  }

  /** Finds again, the sooner the better, peers that went away and may be back. */
  void knock(Map<NodeName, IpAddress> peers) {
    var neighbours = new HashMap<IpAddress, MacAddress>();
    peers.forEach(
        (peer, address) ->
            peerMacs.at(peer, address).ifPresent(mac -> neighbours.put(address, mac)));
    l2.knock(neighbours);
  }

  private void conflict(
      IpAddress address, MacAddress mac, String interfaceName, boolean announced) {
    var seen = new AddressConflict(address, self, mac, interfaceName, announced);
    listeners.forEach(listener -> listener.conflict(seen));
  }
}
