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
 * <p>They match types alone, no addresses. So a filter is attached once, before the socket is
 * bound, and never again: there is no moment at which an address that was just taken over is not
 * heard, and no limit to how many there are. And what is wrong with a packet, its hop limit or
 * checksum or whom it asks for, is found by the program, which counts it by its reason.
 */
final class PacketFilter {
  private static final int LOAD_HALF = 0x28;
  private static final int LOAD_BYTE = 0x30;
  private static final int JUMP_IF_EQUAL = 0x15;
  private static final int RETURN = 0x06;
  private static final int ANCILLARY_PACKET_TYPE = 0xFFFF_F004;
  private static final int ANCILLARY_VLAN_TAG_PRESENT = 0xFFFF_F030;
  private static final int PACKET_OTHER_HOST = 3;
  private static final int PACKET_OUTGOING = 4;
  private static final int ETHER_TYPE_OFFSET = 12;
  private static final int ARP_OPERATION_OFFSET = 20;
  private static final int ARP_REQUEST = 1;
  private static final int ARP_REPLY = 2;
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

  /**
   * @param ifTrue instructions to skip
   * @param ifFalse instructions to skip
   */
  private record Instruction(int code, int ifTrue, int ifFalse, int operand) {}

  private PacketFilter() {}

  /** A {@code struct sock_fprog} that lives as long as the arena. */
  static MemorySegment program(PortKind kind, Arena arena) {
    var instructions = instructions(kind);
    var code = arena.allocate((long) INSTRUCTION_OCTETS * instructions.size(), 8);
    for (int i = 0; i < instructions.size(); i++) {
      var instruction = instructions.get(i);
      int toDrop = instructions.size() - 2 - i;
      long at = (long) i * INSTRUCTION_OCTETS;
      code.set(ValueLayout.JAVA_SHORT, at, (short) instruction.code());
      code.set(ValueLayout.JAVA_BYTE, at + 2, distance(instruction.ifTrue(), toDrop));
      code.set(ValueLayout.JAVA_BYTE, at + 3, distance(instruction.ifFalse(), toDrop));
      code.set(ValueLayout.JAVA_INT, at + 4, instruction.operand());
    }
    var program = arena.allocate(PROGRAM_HEADER_OCTETS, 8);
    program.set(ValueLayout.JAVA_SHORT, 0, (short) instructions.size());
    program.set(ValueLayout.ADDRESS, 8, code);
    return program;
  }

  private static List<Instruction> instructions(PortKind kind) {
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

  private static byte distance(int jump, int toDrop) {
    return (byte) (jump == TO_DROP ? toDrop : jump);
  }
}
