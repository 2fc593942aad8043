package io.fairlead.speaker;

import io.fairlead.placement.Claim;
import io.fairlead.table.TableRevision;
import java.util.List;

/** Hears what a {@link SpeakerCore} does. Called on the core's thread: pass it on and return. */
public interface CoreListener {

  /**
   * This node has begun to announce.
   *
   * @param claims every announcement that is new or has a new epoch
   * @param takenOver those of them that the table does not know of
   */
  void announced(List<Claim> claims, List<Claim> takenOver);

  /** The table of this revision is on the disk. */
  void stored(TableRevision revision);

  /** The other speakers are to be asked this now; it is repeated until enough have answered. */
  void asks(PeerQuestion question);
}
