package io.fairlead.speaker;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;
import io.fairlead.speaker.plan.AnnouncementPlanner;
import io.fairlead.speaker.plan.ClaimBook;
import io.fairlead.table.AnnouncementTable;
import java.util.SortedSet;

/** Says why an address is withdrawn. */
final class WithdrawText {
  private WithdrawText() {}

  static String of(
      IpAddress address,
      boolean leaving,
      NodeName self,
      AnnouncementTable table,
      SortedSet<NodeName> live,
      ClaimBook claims) {
    if (leaving) {
      return "this node leaves";
    }
    var entry = table.entries().get(address);
    if (entry == null) {
      return "it is no longer in the table";
    }
    var claim = claims.highestOf(address);
    return AnnouncementPlanner.announcer(entry.succession(), self, live, claim)
        .map(node -> node + " announces it")
        .orElse("no live node may announce it");
  }
}
