package io.fairlead.speaker.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.fairlead.net.IpPrefix;
import io.fairlead.net.MacAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RouteMessagesTest {
  private static final int NEW_LINK = 16;
  private static final int NEW_ADDRESS = 20;
  private static final int SEQUENCE = 7;
  private static final int UP_BROADCAST_RUNNING = 0x43;
  private static final byte[] MAC = MacAddress.parse("02:00:5e:00:53:01").toBytes();

  @Test
  void take_readsAPortOfABridgeAndItsAddress() {
    var messages = new RouteMessages();
    messages.take(link(2), SEQUENCE);
    messages.take(address(2, 24), SEQUENCE);
    var eth0 = messages.interfaces().getFirst();
    assertEquals("eth0", eth0.name());
    assertEquals(9, eth0.master());
    assertEquals(LinkFlags.of(UP_BROADCAST_RUNNING, true), eth0.flags());
    assertEquals(
        List.of(IpPrefix.parse("192.0.2.0/24")),
        eth0.addresses().stream().map(LinkAddress::subnet).toList());
  }

  @Test
  void take_passesOverAnAddressWithAnImpossiblePrefix() {
    var messages = new RouteMessages();
    messages.take(link(2), SEQUENCE);
    messages.take(address(2, 33), SEQUENCE);
    assertEquals(List.of(), messages.interfaces().getFirst().addresses());
  }

  @Property(tries = 3000)
  void take_neverThrowsOnRandomBytes(@ForAll @Size(max = 200) byte[] bytes) {
    var buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    assertNotNull(new RouteMessages().take(buffer, SEQUENCE));
  }

  @Property(tries = 3000)
  void take_neverThrowsOnADamagedMessage(
      @ForAll boolean aLink,
      @ForAll @IntRange(min = 16, max = 50) int octet,
      @ForAll byte value,
      @ForAll @IntRange(max = 60) int cut) {
    var whole = aLink ? link(2) : address(2, 24);
    if (octet < whole.limit()) {
      whole.put(octet, value);
    }
    whole.limit(Math.max(0, whole.limit() - cut));
    var messages = new RouteMessages();
    assertNotNull(messages.take(whole, SEQUENCE));
    assertNotNull(messages.interfaces());
  }

  private static ByteBuffer link(int index) {
    var buffer = message(NEW_LINK);
    buffer.putInt(0).putInt(index).putInt(UP_BROADCAST_RUNNING).putInt(0);
    attribute(buffer, 3, new byte[] {'e', 't', 'h', '0', 0});
    attribute(buffer, 1, MAC);
    attribute(buffer, 10, ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(9).array());
    return end(buffer);
  }

  private static ByteBuffer address(int index, int prefixLength) {
    var buffer = message(NEW_ADDRESS);
    buffer.put((byte) 2).put((byte) prefixLength).putShort((short) 0).putInt(index);
    attribute(buffer, 2, new byte[] {(byte) 192, 0, 2, 17});
    return end(buffer);
  }

  private static ByteBuffer message(int kind) {
    return ByteBuffer.allocate(256)
        .order(ByteOrder.nativeOrder())
        .putInt(0)
        .putShort((short) kind)
        .putShort((short) 0)
        .putInt(SEQUENCE)
        .putInt(0);
  }

  private static void attribute(ByteBuffer buffer, int type, byte[] value) {
    buffer.putShort((short) (4 + value.length)).putShort((short) type).put(value);
    while (buffer.position() % 4 != 0) {
      buffer.put((byte) 0);
    }
  }

  private static ByteBuffer end(ByteBuffer buffer) {
    return buffer.putInt(0, buffer.position()).flip();
  }
}
