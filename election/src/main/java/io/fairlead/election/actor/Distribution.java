package io.fairlead.election.actor;

import io.fairlead.cluster.NodeName;
import io.fairlead.table.TableRevision;
import java.util.List;

/**
 * Which speaker has which revision.
 *
 * @param current the published revision
 * @param receipts one for every node that subscribed since the publisher started, by name
 */
public record Distribution(TableRevision current, List<Receipt> receipts) {

  /**
   * What one speaker is known to have.
   *
   * @param acknowledged {@link TableRevision#NONE} until it acknowledged one
   * @param subscribed false when the subscribed speaker has been silent since
   */
  public record Receipt(NodeName node, TableRevision acknowledged, boolean subscribed) {}

  public Distribution {
    receipts = List.copyOf(receipts);
  }
}
