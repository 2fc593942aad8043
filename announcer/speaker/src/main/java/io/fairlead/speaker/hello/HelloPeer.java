package io.fairlead.speaker.hello;

import io.fairlead.bfd.BfdRunner;
import io.fairlead.bfd.SequenceWindow;
import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;
import io.fairlead.speaker.link.DatagramPort;
import io.fairlead.wire.bfd.BfdPacket;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** One session with all that belongs to it; for the hello thread. */
final class HelloPeer {
  static final int PACKET_LENGTH = BfdPacket.LENGTH + HelloKeyring.TYPE.length();

  final NodeName node;
  final IpAddress address;
  final DatagramPort.Destination destination;
  final BfdRunner runner;
  final SequenceWindow window = new SequenceWindow();

  /** This node wants the session; without that it ends when the other end falls silent. */
  boolean watched;

  /** It was Up when this process came back from an absence, and must be heard anew. */
  boolean askedAnew;

  /** When it was last found silent or signalled down; 0 before. */
  long downNanos;

  /** Its silence is not confirmed yet, since then. */
  boolean suspected;

  long suspectedNanos;
  long silentHeardNanos;
  long silentDetectionNanos;

  private final byte[] lastHeader = new byte[BfdPacket.LENGTH];
  private final byte[] outgoing = new byte[PACKET_LENGTH];
  private BfdPacket encoded;

  HelloPeer(
      NodeName node, IpAddress address, DatagramPort.Destination destination, BfdRunner runner) {
    this.node = node;
    this.address = address;
    this.destination = destination;
    this.runner = runner;
    this.encoded = runner.outgoing();
    encode(encoded, outgoing);
  }

  boolean isFrom(long high, long low) {
    return address.low() == low && address.high() == high;
  }

  boolean isUp() {
    return runner.isUp();
  }

  /** True when the packet says exactly what the last one said. */
  boolean repeats(byte[] packet) {
    return runner.isRepeatable()
        && Arrays.equals(lastHeader, 0, BfdPacket.LENGTH, packet, 0, BfdPacket.LENGTH);
  }

  void remember(byte[] packet) {
    System.arraycopy(packet, 0, lastHeader, 0, BfdPacket.LENGTH);
  }

  /** The periodic packet, ready to be signed. */
  byte[] outgoing() {
    if (!encoded.equals(runner.outgoing())) {
      encoded = runner.outgoing();
      encode(encoded, outgoing);
    }
    return outgoing;
  }

  static void encode(BfdPacket packet, byte[] into) {
    packet.encode(ByteBuffer.wrap(into), HelloKeyring.TYPE.length());
  }
}
