package io.fairlead.speaker.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.net.IpAddress;
import io.fairlead.net.MacAddress;
import io.fairlead.wire.arp.ArpOperation;
import io.fairlead.wire.arp.ArpPacket;
import io.fairlead.wire.ethernet.EthernetFrame;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** The programs, run as the kernel would: any load past the frame's end drops it. */
class PacketFilterTest {
  private static final int BROADCAST = 1;
  private static final int OTHER_HOST = 3;
  private static final int OUTGOING = 4;
  private static final int JUMP_MAX = 255;
  private static final MacAddress ASKER = new MacAddress(0x0200_0000_0002L);
  private static final AddressRanges OURS =
      AddressRanges.covering(
          List.of(
              IpAddress.parse("10.0.0.5"),
              IpAddress.parse("10.0.0.6"),
              IpAddress.parse("192.168.120.200")));

  @Test
  void arpOf_hearsQuestionsForOursAndNoOthers() {
    assertTrue(hears(OURS, request("10.0.0.1", "10.0.0.5")));
    assertTrue(hears(OURS, request("10.0.0.1", "192.168.120.200")));
    assertFalse(hears(OURS, request("10.0.0.1", "10.0.0.4")));
    assertFalse(hears(OURS, request("10.0.0.1", "10.0.0.7")));
    assertFalse(hears(OURS, request("10.0.0.1", "192.168.120.201")));
  }

  /** RFC 5227 section 2.4: whoever sends from our address claims it, whomever it asks for. */
  @Test
  void arpOf_hearsWhoeverClaimsOurs() {
    assertTrue(hears(OURS, request("10.0.0.6", "10.0.0.99")));
    assertTrue(hears(OURS, packet(ArpOperation.REPLY, "192.168.120.200", "10.0.0.1")));
    assertTrue(hears(OURS, request("0.0.0.0", "10.0.0.6")), "a probe");
    assertFalse(hears(OURS, packet(ArpOperation.REPLY, "10.0.0.1", "10.0.0.2")));
  }

  @Test
  void arpOf_nothingHearsNothing() {
    assertFalse(hears(AddressRanges.covering(Set.of()), request("10.0.0.1", "10.0.0.5")));
  }

  @Test
  void arpOf_comparesAddressesWithoutSign() {
    var high = AddressRanges.covering(List.of(IpAddress.parse("223.255.255.1")));
    assertTrue(hears(high, request("10.0.0.1", "223.255.255.1")));
    assertFalse(hears(high, request("10.0.0.1", "10.0.0.2")));
  }

  @Test
  void arpOf_dropsWhatIsNotForThisHostOrNoArp() {
    var program = PacketFilter.arpOf(OURS);
    var frame = request("10.0.0.1", "10.0.0.5");
    assertTrue(runs(program, frame, BROADCAST, 0));
    assertFalse(runs(program, frame, OUTGOING, 0));
    assertFalse(runs(program, frame, OTHER_HOST, 0));
    assertFalse(runs(program, frame, BROADCAST, 1), "a VLAN tag");
    assertFalse(runs(program, frame.duplicate().limit(30), BROADCAST, 0), "truncated");
    frame.putShort(20, (short) 3);
    assertFalse(runs(program, frame, BROADCAST, 0), "RARP");
  }

  @Test
  void all_hearsEveryArpRequestAndReply() {
    var program = PacketFilter.all(PortKind.ARP);
    assertTrue(runs(program, request("10.0.0.1", "10.9.9.9"), BROADCAST, 0));
    assertTrue(runs(program, packet(ArpOperation.REPLY, "10.0.0.1", "10.9.9.9"), 0, 0));
    assertFalse(runs(PacketFilter.all(PortKind.NDP), request("10.0.0.1", "10.0.0.2"), 1, 0));
  }

  @Test
  void arpOf_theLargestProgramJumpsNoFurtherThanClassicBpfCan() {
    var most =
        AddressRanges.covering(
            IntStream.range(0, 4 * AddressRanges.COUNT_MAX)
                .mapToObj(i -> IpAddress.ofIpv4(0x0A00_0000 + 2 * i))
                .toList());
    assertEquals(AddressRanges.COUNT_MAX, most.ranges().size());
    for (var each : PacketFilter.arpOf(most)) {
      assertTrue(each.ifTrue() >= 0 && each.ifTrue() <= JUMP_MAX, each::toString);
      assertTrue(each.ifFalse() >= 0 && each.ifFalse() <= JUMP_MAX, each::toString);
    }
  }

  @Property
  void arpOf_hearsExactlyWhatNamesAnAddressOfARange(
      @ForAll @Size(max = 80) Set<@IntRange(min = 0, max = 300) Integer> ours,
      @ForAll @IntRange(min = 0, max = 301) int sender,
      @ForAll @IntRange(min = 0, max = 301) int target) {
    var ranges =
        AddressRanges.covering(
            ours.stream().map(PacketFilterTest::address).collect(Collectors.toSet()));
    boolean concerned = holds(ranges, address(sender)) || holds(ranges, address(target));
    var frame = packet(ArpOperation.REQUEST, address(sender), address(target));
    assertEquals(concerned, hears(ranges, frame));
  }

  private static IpAddress address(int number) {
    return IpAddress.ofIpv4(0xC0A8_0000 + number);
  }

  private static boolean holds(AddressRanges ranges, IpAddress address) {
    return ranges.ranges().stream()
        .anyMatch(r -> r.first() <= address.low() && address.low() <= r.last());
  }

  private static ByteBuffer request(String sender, String target) {
    return packet(ArpOperation.REQUEST, sender, target);
  }

  private static ByteBuffer packet(ArpOperation operation, String sender, String target) {
    return packet(operation, IpAddress.parse(sender), IpAddress.parse(target));
  }

  private static ByteBuffer packet(ArpOperation operation, IpAddress sender, IpAddress target) {
    var frame = ByteBuffer.allocate(EthernetFrame.HEADER_LENGTH + ArpPacket.LENGTH);
    new EthernetFrame(MacAddress.BROADCAST, ASKER, EthernetFrame.ETHER_TYPE_ARP).encode(frame);
    new ArpPacket(operation, ASKER, sender, MacAddress.ZERO, target).encode(frame);
    return frame.flip();
  }

  private static boolean hears(AddressRanges addresses, ByteBuffer frame) {
    return runs(PacketFilter.arpOf(addresses), frame, BROADCAST, 0);
  }

  private static boolean runs(
      List<PacketFilter.Instruction> program, ByteBuffer frame, int packetType, int tagged) {
    int accumulator = 0;
    for (int at = 0; ; at++) {
      var each = program.get(at);
      int operand = each.operand();
      switch (each.code()) {
        case PacketFilter.LOAD_WORD, PacketFilter.LOAD_HALF, PacketFilter.LOAD_BYTE -> {
          if (operand == PacketFilter.ANCILLARY_PACKET_TYPE) {
            accumulator = packetType;
          } else if (operand == PacketFilter.ANCILLARY_VLAN_TAG_PRESENT) {
            accumulator = tagged;
          } else if (operand + octets(each.code()) > frame.limit()) {
            return false;
          } else {
            accumulator = load(each.code(), frame, operand);
          }
        }
        case PacketFilter.JUMP_IF_EQUAL ->
            at += accumulator == operand ? each.ifTrue() : each.ifFalse();
        case PacketFilter.JUMP_IF_GREATER ->
            at +=
                Integer.compareUnsigned(accumulator, operand) > 0 ? each.ifTrue() : each.ifFalse();
        case PacketFilter.JUMP_IF_GREATER_OR_EQUAL ->
            at +=
                Integer.compareUnsigned(accumulator, operand) >= 0 ? each.ifTrue() : each.ifFalse();
        case PacketFilter.RETURN -> {
          return operand != 0;
        }
        default -> throw new AssertionError("no such instruction: " + each);
      }
    }
  }

  private static int octets(int code) {
    return switch (code) {
      case PacketFilter.LOAD_WORD -> 4;
      case PacketFilter.LOAD_HALF -> 2;
      default -> 1;
    };
  }

  private static int load(int code, ByteBuffer frame, int offset) {
    return switch (code) {
      case PacketFilter.LOAD_WORD -> frame.getInt(offset);
      case PacketFilter.LOAD_HALF -> Short.toUnsignedInt(frame.getShort(offset));
      default -> Byte.toUnsignedInt(frame.get(offset));
    };
  }
}
