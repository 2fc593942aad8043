package io.fairlead.membership;

import java.util.HashSet;
import java.util.Set;

/** Which nodes of a {@link SimCluster} hear which. Links are cut in one direction or in both. */
final class SimLinks {
  private record Link(MemberAddress from, MemberAddress to) {}

  private final Set<Link> cut = new HashSet<>();
  private final Set<Link> deaf = new HashSet<>();

  void cut(SimNode from, SimNode to) {
    cut.add(new Link(from.address, to.address));
  }

  /** {@code from} misses {@code to}, although all links between them work. */
  void deafen(SimNode from, SimNode to) {
    deaf.add(new Link(from.address, to.address));
  }

  void healAll() {
    cut.clear();
    deaf.clear();
  }

  boolean open(SimNode from, SimNode to) {
    return !cut.contains(new Link(from.address, to.address));
  }

  boolean bothOpen(SimNode a, SimNode b) {
    return open(a, b) && open(b, a);
  }

  boolean isDeaf(SimNode from, SimNode to) {
    return deaf.contains(new Link(from.address, to.address));
  }
}
