package io.fairlead.speaker.link;

/** The interfaces and packet ports of one node. All methods but {@link #wakeUp} for one thread. */
public interface PacketLink extends AutoCloseable {

  /** The interfaces of the node. */
  NetworkInterfaces interfaces();

  /**
   * Opens a port for the ARP requests on an interface.
   *
   * @throws LinkException when the interface is gone or the capability NET_RAW is missing
   */
  PacketPort openArp(LinkInterface link) throws LinkException;

  /**
   * Waits until a port has a frame or an error, the time is over, or someone calls {@link #wakeUp}.
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
