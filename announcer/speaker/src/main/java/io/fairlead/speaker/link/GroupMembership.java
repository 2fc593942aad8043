package io.fairlead.speaker.link;

import io.fairlead.net.IpAddress;

/**
 * The IPv6 multicast groups that this node listens to on one interface. Joining makes the network
 * adapter take the group's frames in, and tells switches so by Multicast Listener Discovery.
 */
public interface GroupMembership extends AutoCloseable {

  /**
   * Joins a group; one that is joined already stays so.
   *
   * @throws LinkException when the interface is gone, or has no IPv6 at present
   */
  void join(IpAddress group) throws LinkException;

  /** Leaves a group; one that was never joined is no fault. */
  void leave(IpAddress group);

  @Override
  void close();
}
