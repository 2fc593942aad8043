package io.fairlead.election.actor;

import io.fairlead.cluster.NodeName;
import io.fairlead.placement.AddressConflict;
import io.fairlead.placement.Claim;
import io.fairlead.placement.NodeInterface;
import io.fairlead.placement.TakeOver;
import io.fairlead.table.HelloKey;
import io.fairlead.table.TableDelta;
import io.fairlead.table.TableEntry;
import io.fairlead.table.TableRevision;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;

/**
 * How the announcement table reaches the speakers, and how what they observe comes back.
 *
 * <p>A speaker finds the publisher through the receptionist and subscribes with the revision it
 * knows; it gets what it lacks as snapshot parts, then a delta for every change. A delta that does
 * not start at the speaker's revision is a gap: the speaker subscribes again. Every message fits a
 * normal Artery frame; a snapshot is cut into parts of at most {@link #PART_ENTRIES_MAX} entries.
 */
public final class TableProtocol {
  /** Under this key the active publisher is registered. */
  public static final ServiceKey<ToPublisher> PUBLISHER_KEY =
      ServiceKey.create(ToPublisher.class, "fairlead-table-publisher");

  public static final int PART_ENTRIES_MAX = 200;

  private TableProtocol() {}

  /** What speakers tell the publisher. */
  public sealed interface ToPublisher {}

  /**
   * Asks for the table, and again after a gap or silence.
   *
   * @param known the speaker's revision; the publisher sends only what is newer
   * @param claims what the speaker announces now, with epochs; heeded after a lost journal
   */
  public record Subscribe(
      NodeName node, TableRevision known, List<Claim> claims, ActorRef<ToSpeaker> speaker)
      implements ToPublisher {}

  /**
   * The speaker has stored this revision: told when it is done, and in answer to every {@link
   * Current}, so that the publisher hears who is there.
   */
  public record Acknowledge(NodeName node, TableRevision revision) implements ToPublisher {}

  /** The speaker took addresses over before the controller decided. */
  public record ReportClaims(NodeName node, List<Claim> claims) implements ToPublisher {}

  /** Fail-overs to be remembered; the claims that belong to them are told separately. */
  public record ReportTakeOvers(NodeName node, List<TakeOver> takeOvers) implements ToPublisher {
    public ReportTakeOvers {
      takeOvers = List.copyOf(takeOvers);
    }
  }

  /**
   * The speaker can announce on these interfaces now: told with every subscription, and on every
   * change.
   */
  public record ReportInterfaces(NodeName node, List<NodeInterface> interfaces)
      implements ToPublisher {
    public ReportInterfaces {
      interfaces = List.copyOf(interfaces);
    }
  }

  /** A stranger uses an address that was assigned. Lost if no controller is there to hear it. */
  public record ReportConflict(AddressConflict conflict) implements ToPublisher {}

  /** What the publisher tells speakers. */
  public sealed interface ToSpeaker {}

  /**
   * One part of a whole table. The parts of one revision arrive in order.
   *
   * @param part from 0
   * @param parts at least 1; an empty table is one empty part
   */
  public record SnapshotPart(
      TableRevision revision,
      int part,
      int parts,
      List<TableEntry> entries,
      ActorRef<ToPublisher> publisher)
      implements ToSpeaker {}

  /** The key of this publisher's generation, for the hello sessions among speakers. */
  public record TellHelloKey(HelloKey key) implements ToSpeaker {}

  /** One change of the table. */
  public record Delta(TableDelta delta, ActorRef<ToPublisher> publisher) implements ToSpeaker {}

  /** Says every few seconds which revision is current, so that a lost delta is noticed. */
  public record Current(TableRevision revision, ActorRef<ToPublisher> publisher)
      implements ToSpeaker {}
}
