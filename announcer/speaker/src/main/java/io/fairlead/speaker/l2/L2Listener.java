package io.fairlead.speaker.l2;

import io.fairlead.net.IpAddress;
import io.fairlead.net.MacAddress;
import io.fairlead.placement.NodeInterface;
import java.util.List;

/** Hears what happens on the segment. Called on the announcer's thread: pass it on and return. */
public interface L2Listener {

  /** The interfaces to announce on are these now. */
  void interfacesChanged(List<NodeInterface> interfaces);

  /** A stranger claims an address that is announced here; it was defended. */
  void conflict(IpAddress address, MacAddress mac, String interfaceName);
}
