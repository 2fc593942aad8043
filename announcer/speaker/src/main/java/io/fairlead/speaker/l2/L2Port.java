package io.fairlead.speaker.l2;

import io.fairlead.net.IpAddress;
import io.fairlead.speaker.plan.Announcement;
import java.util.NavigableMap;

/** Announces addresses on the local segment. Safe for use by several threads. */
public interface L2Port {

  /** True when addresses of this kind can be announced here. */
  boolean supports(IpAddress address);

  /** Answers for the address from now on, and tells the segment so; again when it does already. */
  void announce(IpAddress address, Announcement announcement);

  /** Answers for the address no more, and says nothing. */
  void withdraw(IpAddress address);

  /**
   * True when an interface that may announce has a carrier, or nobody has looked yet. Without one
   * this node cannot tell the death of others from its own being cut off.
   */
  boolean hasLink();

  /** What is announced at this moment. */
  NavigableMap<IpAddress, Announcement> current();
}
