package io.fairlead.speaker.link;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * The packet filters, in classic BPF: only frames of the wanted kind that came from outside, for
 * this host, without a VLAN tag. A tagged frame belongs to the interface of its VLAN; where there
 * is none, the kernel shows it on the one below without its tag, as if it were for another host.
 *
 * <p>An ARP packet moreover names an address that is asked after, as its sender's or as its target:
 * the announced ones, to be answered and defended (RFC 5227 section 2.4), and those that are about
 * to be. So requests for others, of which a segment may have thousands a second, wake nobody. Who
 * announces an address widens the filter first. A program may hold only so many comparisons; {@link
 * AddressRanges} covers what there is by so few ranges, and what they cover besides is found by the
 * program, as all else that is wrong with a packet, which counts it by its reason.
 */
final class PacketFilter {
  static final int LOAD_WORD = 0x20;
  static final int LOAD_HALF = 0x28;
  static final int LOAD_BYTE = 0x30;
  static final int JUMP_IF_EQUAL = 0x15;
  static final int JUMP_IF_GREATER = 0x25;
  static final int JUMP_IF_GREATER_OR_EQUAL = 0x35;
  static final int RETURN = 0x06;
  static final int ANCILLARY_PACKET_TYPE = 0xFFFF_F004;
  static final int ANCILLARY_VLAN_TAG_PRESENT = 0xFFFF_F030;
  private static final int PACKET_OTHER_HOST = 3;
  private static final int PACKET_OUTGOING = 4;
  private static final int ETHER_TYPE_OFFSET = 12;
  private static final int ARP_OPERATION_OFFSET = 20;
  private static final int ARP_REQUEST = 1;
  private static final int ARP_REPLY = 2;
  private static final int ARP_SENDER_ADDRESS_OFFSET = 28;
  private static final int ARP_TARGET_ADDRESS_OFFSET = 38;
  private static final int IP6_NEXT_HEADER_OFFSET = 20;
  private static final int ICMPV6 = 58;
  private static final int ICMP6_TYPE_OFFSET = 54;
  private static final int NEIGHBOR_SOLICITATION = 135;
  private static final int NEIGHBOR_ADVERTISEMENT = 136;
  private static final int WHOLE_FRAME = 0xFFFF;
  private static final int INSTRUCTION_OCTETS = 8;
  private static final int PROGRAM_HEADER_OCTETS = 16;

  /**
   * A jump to the last instruction, which drops; its distance is known when all is put together.
   */
  private static final int TO_DROP = -1;

  /** A jump to the instruction before that, which accepts. */
  private static final int TO_ACCEPT = -2;

  /**
   * @param ifTrue instructions to skip
   * @param ifFalse instructions to skip
   */
  record Instruction(int code, int ifTrue, int ifFalse, int operand) {}

  private PacketFilter() {}

  /** A {@code struct sock_fprog} that lives as long as the arena. */
  static MemorySegment program(List<Instruction> instructions, Arena arena) {
    var code = arena.allocate((long) INSTRUCTION_OCTETS * instructions.size(), 8);
    for (int i = 0; i < instructions.size(); i++) {
      var instruction = instructions.get(i);
      long at = (long) i * INSTRUCTION_OCTETS;
      code.set(ValueLayout.JAVA_SHORT, at, (short) instruction.code());
      code.set(ValueLayout.JAVA_BYTE, at + 2, (byte) instruction.ifTrue());
      code.set(ValueLayout.JAVA_BYTE, at + 3, (byte) instruction.ifFalse());
      code.set(ValueLayout.JAVA_INT, at + 4, instruction.operand());
    }
    var program = arena.allocate(PROGRAM_HEADER_OCTETS, 8);
    program.set(ValueLayout.JAVA_SHORT, 0, (short) instructions.size());
    program.set(ValueLayout.ADDRESS, 8, code);
    return program;
  }

  /** All of this kind. */
  static List<Instruction> all(PortKind kind) {
    return linked(types(kind));
  }

  /** ARP packets whose sender or target address is in a range. */
  static List<Instruction> arpOf(AddressRanges addresses) {
    var all = types(PortKind.ARP);
    var ranges = addresses.ranges();
    int compared = 2 * ranges.size();
    all.add(load(LOAD_WORD, ARP_SENDER_ADDRESS_OFFSET));
    for (int i = 0; i < ranges.size(); i++) {
      // Ranges ascend: an address below one is in none that follows either.
      int toTarget = compared - 2 * i - 1;
      all.add(jump(JUMP_IF_GREATER_OR_EQUAL, 0, toTarget, ranges.get(i).first()));
      all.add(jump(JUMP_IF_GREATER, 0, TO_ACCEPT, ranges.get(i).last()));
    }
    all.add(load(LOAD_WORD, ARP_TARGET_ADDRESS_OFFSET));
    for (AddressRanges.Range range : ranges) {
      all.add(jump(JUMP_IF_GREATER_OR_EQUAL, 0, TO_DROP, range.first()));
      all.add(jump(JUMP_IF_GREATER, 0, TO_ACCEPT, range.last()));
    }
    all.add(new Instruction(RETURN, 0, 0, 0));
    return linked(all);
  }

  private static List<Instruction> types(PortKind kind) {
    var all = new ArrayList<Instruction>();
    all.add(load(LOAD_HALF, ANCILLARY_PACKET_TYPE));
    all.add(new Instruction(JUMP_IF_EQUAL, TO_DROP, 0, PACKET_OUTGOING));
    all.add(new Instruction(JUMP_IF_EQUAL, TO_DROP, 0, PACKET_OTHER_HOST));
    all.add(load(LOAD_HALF, ANCILLARY_VLAN_TAG_PRESENT));
    all.add(only(0));
    all.add(load(LOAD_HALF, ETHER_TYPE_OFFSET));
    all.add(only(kind.etherType()));
    switch (kind) {
      case ARP -> {
        all.add(load(LOAD_HALF, ARP_OPERATION_OFFSET));
        all.add(either(ARP_REQUEST));
        all.add(only(ARP_REPLY));
      }
      case NDP -> {
        all.add(load(LOAD_BYTE, IP6_NEXT_HEADER_OFFSET));
        all.add(only(ICMPV6));
        all.add(load(LOAD_BYTE, ICMP6_TYPE_OFFSET));
        all.add(either(NEIGHBOR_SOLICITATION));
        all.add(only(NEIGHBOR_ADVERTISEMENT));
      }
    }
    return all;
  }

  /** Puts the two ends behind the instructions, and distances for the jumps to them. */
  private static List<Instruction> linked(List<Instruction> open) {
    var all = new ArrayList<Instruction>();
    for (Instruction each : open) {
      int toAccept = open.size() - all.size() - 1;
      all.add(
          new Instruction(
              each.code(),
              distance(each.ifTrue(), toAccept),
              distance(each.ifFalse(), toAccept),
              each.operand()));
    }
    all.add(new Instruction(RETURN, 0, 0, WHOLE_FRAME));
    all.add(new Instruction(RETURN, 0, 0, 0));
    return all;
  }

  private static Instruction load(int code, int operand) {
    return new Instruction(code, 0, 0, operand);
  }

  private static Instruction only(int operand) {
    return new Instruction(JUMP_IF_EQUAL, 0, TO_DROP, operand);
  }

  /** Equal: accepted, past the one comparison that follows. */
  private static Instruction either(int operand) {
    return new Instruction(JUMP_IF_EQUAL, 1, 0, operand);
  }

  private static Instruction jump(int code, int ifTrue, int ifFalse, long operand) {
    return new Instruction(code, ifTrue, ifFalse, (int) operand);
  }

  private static int distance(int jump, int toAccept) {
    return switch (jump) {
      case TO_ACCEPT -> toAccept;
      case TO_DROP -> toAccept + 1;
      default -> jump;
    };
  }
}
