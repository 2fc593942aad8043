package io.fairlead.speaker.link;

/** The interfaces and packet ports of one node. All methods but {@link #wakeUp} for one thread. */
public interface PacketLink extends AutoCloseable {

  /** The interfaces of the node. */
  NetworkInterfaces interfaces();

  /**
   * Opens a port on an interface.
   *
   * @throws LinkException when the interface is gone or the capability NET_RAW is missing
   */
  PacketPort open(PortKind kind, LinkInterface link) throws LinkException;

  /**
   * Opens what an interface takes to be a member of multicast groups. No group is joined yet.
   *
   * @throws LinkException when the kernel has no socket left
   */
  GroupMembership openGroups(LinkInterface link) throws LinkException;

  /**
   * True when interfaces, their addresses or carriers may have changed since this was last asked;
   * {@link #await} ends early for it.
   */
  boolean interfacesChanged();

  /**
   * Waits until a port has a frame or an error, an interface changes, the time is over, or someone
   * calls {@link #wakeUp}.
   *
   * @throws LinkException when the kernel cannot wait; the ports are unharmed
   */
  void await(long timeoutMillis) throws LinkException;

  /** Ends the present or next {@link #await}. From any thread, also after {@link #close}. */
  void wakeUp();

  /** Closes the ports too. */
  @Override
  void close();
}
