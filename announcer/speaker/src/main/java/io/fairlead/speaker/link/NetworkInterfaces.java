package io.fairlead.speaker.link;

import java.util.List;

/** Lists the network interfaces of one network namespace. */
public interface NetworkInterfaces extends AutoCloseable {

  /**
   * All interfaces as they are now, by index.
   *
   * @throws LinkException when the kernel does not say; worth another try
   */
  List<LinkInterface> list() throws LinkException;

  @Override
  void close();
}
