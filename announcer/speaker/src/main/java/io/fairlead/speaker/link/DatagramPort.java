package io.fairlead.speaker.link;

import io.fairlead.net.IpAddress;

/**
 * A UDP socket for a thread that must not allocate: after the first use of each method nothing is
 * allocated. All methods but {@link #wakeUp} for one thread.
 */
public interface DatagramPort extends AutoCloseable {

  /** Where datagrams go; to be kept by who sends there often. */
  interface Destination {}

  /** True for addresses of this socket's family. */
  boolean reaches(IpAddress address);

  /** The port at the address, which is of this socket's family; one port number for each. */
  Destination destination(IpAddress address, int port);

  /**
   * Waits until a datagram is there, the time is over, or someone calls {@link #wakeUp}.
   *
   * @throws LinkException when the kernel cannot wait; the socket is unharmed
   */
  void await(long timeoutNanos) throws LinkException;

  /**
   * Takes one datagram; what does not fit the buffer is cut off.
   *
   * @return its octets in the buffer, or -1 when none is there
   */
  int receive(byte[] buffer) throws LinkException;

  /** The upper 64 bits of the sender of the datagram received last; 0 for IPv4. */
  long senderHigh();

  /** The lower 64 bits of that sender. */
  long senderLow();

  /**
   * Sends these octets.
   *
   * @return false when the kernel has no room or no way there at this moment
   */
  boolean send(byte[] buffer, int length, Destination to);

  /** Ends the present or next {@link #await}. From any thread, also after {@link #close}. */
  void wakeUp();

  @Override
  void close();
}
