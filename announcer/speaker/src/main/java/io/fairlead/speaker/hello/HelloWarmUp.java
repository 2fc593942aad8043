package io.fairlead.speaker.hello;

import io.fairlead.net.IpAddress;
import io.fairlead.speaker.link.DatagramPort;
import io.fairlead.speaker.link.LinkException;
import io.fairlead.table.HelloKey;
import java.util.List;

/**
 * Exercises what the hello thread does all the time, before the first packet matters: code that
 * runs for the first time is slow, and allocates.
 */
final class HelloWarmUp {
  private static final int SIGNATURES = 3_000;
  private static final int TURNS = 1_500;

  private HelloWarmUp() {}

  static void run(DatagramPort port, IpAddress self, int portNumber) throws LinkException {
    var keys = new HelloKeyring();
    var key = HelloKey.of(0, new byte[32]);
    keys.use(List.of(key), key);
    byte[] packet = new byte[HelloPeer.PACKET_LENGTH];
    int from = packet.length - HelloKeyring.TYPE.length();
    for (int i = 0; i < SIGNATURES; i++) {
      int length = keys.sign(packet, from);
      if (keys.fault(packet, from, length) != null) {
        throw new IllegalStateException("what was signed is not genuine");
      }
    }
    var own = port.destination(self, portNumber);
    for (int i = 0; i < TURNS; i++) {
      var _ = port.send(packet, 1, own);
      port.await(0);
      while (port.receive(packet) >= 0) {
        port.await(0);
      }
    }
  }
}
