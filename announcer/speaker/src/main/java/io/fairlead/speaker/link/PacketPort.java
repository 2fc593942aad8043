package io.fairlead.speaker.link;

import java.nio.ByteBuffer;

/** Receives and sends whole Ethernet frames on one interface, never waiting. */
public interface PacketPort extends AutoCloseable {

  /**
   * Of ARP, has the kernel keep back from now on what names no address of these, as sender or as
   * target. Before, all is heard. A port for something else hears what it heard.
   *
   * @throws LinkException when the kernel refuses the filter
   */
  void hearOnly(AddressRanges addresses) throws LinkException;

  /**
   * The next frame, empty when none waited at the last {@link PacketLink#await}. The buffer is
   * big-endian, belongs to the port and holds until the next call.
   *
   * @throws LinkException when the interface is down or gone
   */
  ByteBuffer receive() throws LinkException;

  /**
   * Sends one frame: from the position to the limit of the buffer, which must be {@link
   * #sendBuffer()}.
   *
   * @return false when the kernel has no room at present; the frame is lost, as on a busy wire
   * @throws LinkException when the interface is down or gone
   */
  boolean send() throws LinkException;

  /** The big-endian buffer to put a frame into and flip before {@link #send()}. */
  ByteBuffer sendBuffer();

  @Override
  void close();
}
