package io.fairlead.speaker.actor;

import io.fairlead.cluster.NodeName;
import io.fairlead.placement.Claim;
import io.fairlead.placement.NodeInterface;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;

/** What speakers tell each other, with or without a controller. */
public final class PeerProtocol {
  /** Under this key every speaker is registered. */
  public static final ServiceKey<ToPeer> PEER_KEY =
      ServiceKey.create(ToPeer.class, "fairlead-speaker");

  /** Claims in one message, so that it fits a normal Artery frame. */
  public static final int CLAIMS_PER_MESSAGE_MAX = 500;

  private PeerProtocol() {}

  /** A message from one speaker to another. */
  public sealed interface ToPeer {}

  /** Asks for all claims that the peer knows. */
  public record AskClaims(NodeName from, ActorRef<ToPeer> replyTo) implements ToPeer {}

  /**
   * Tells claims, unasked too.
   *
   * @param complete true for the last message of an answer
   */
  public record TellClaims(NodeName from, List<Claim> claims, boolean complete) implements ToPeer {
    public TellClaims {
      claims = List.copyOf(claims);
    }
  }

  /** The sender can announce on these interfaces; it is told at first, and on every change. */
  public record TellInterfaces(NodeName from, List<NodeInterface> interfaces) implements ToPeer {
    public TellInterfaces {
      interfaces = List.copyOf(interfaces);
    }
  }

  /** The sender is about to leave: take over from it now, and say when it is done. */
  public record LeaveNotice(NodeName from, ActorRef<ToPeer> replyTo) implements ToPeer {}

  /** Asks for any answer: the sender has lost others, and may be the one cut off. */
  public record AskReach(NodeName from, ActorRef<ToPeer> replyTo) implements ToPeer {}

  /** The sender hears the one that asked. */
  public record ReachShown(NodeName from) implements ToPeer {}

  /** The sender announces all that it takes over from the leaving node. */
  public record LeaveConfirmed(NodeName from) implements ToPeer {}
}
