package io.fairlead.speaker;

import io.fairlead.placement.AddressConflict;
import io.fairlead.placement.Claim;
import io.fairlead.placement.NodeInterface;
import io.fairlead.placement.TakeOver;
import io.fairlead.speaker.plan.PeerQuestion;
import io.fairlead.table.TableRevision;
import java.util.List;

/**
 * Hears what a {@link SpeakerCore} does. Called on threads that have other work: pass it on and
 * return.
 */
public interface CoreListener {

  /**
   * This node has begun to announce.
   *
   * @param claims every announcement that is new or has a new epoch
   * @param aboveTable those of them that the table does not know of
   * @param takenOver what those that were another node's before are to be remembered as
   */
  void announced(List<Claim> claims, List<Claim> aboveTable, List<TakeOver> takenOver);

  /** Something is announced, or not any more. Not every listener tells anybody. */
  default void announcementsChanged() {}

  /** The table of this revision is on the disk. */
  void stored(TableRevision revision);

  /** A stranger uses an address of this node's. Not every listener tells anybody. */
  default void conflict(AddressConflict conflict) {}

  /** This node can announce on these interfaces now. Not every listener tells anybody. */
  default void interfacesChanged(List<NodeInterface> interfaces) {}

  /** The other speakers are to be asked this now; it is repeated until enough have answered. */
  void asks(PeerQuestion question);
}
