package io.fairlead.speaker.link;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The packet filter, in classic BPF: only ARP requests that came from outside and carry no VLAN
 * tag. A tagged frame belongs to the interface of its VLAN, but is shown on the one below as well.
 */
final class ArpRequestFilter {
  private static final int LOAD_HALF = 0x28;
  private static final int JUMP_IF_EQUAL = 0x15;
  private static final int RETURN = 0x06;
  private static final int ANCILLARY_PACKET_TYPE = 0xFFFF_F004;
  private static final int ANCILLARY_VLAN_TAG_PRESENT = 0xFFFF_F030;
  private static final int PACKET_OUTGOING = 4;
  private static final int ETHER_TYPE_OFFSET = 12;
  private static final int OPERATION_OFFSET = 20;
  private static final int WHOLE_FRAME = 0xFFFF;
  private static final int INSTRUCTION_OCTETS = 8;
  private static final int PROGRAM_HEADER_OCTETS = 16;

  /** Rows of code, instructions to skip if true, if false, operand. */
  private static final int[][] INSTRUCTIONS = {
    {LOAD_HALF, 0, 0, ANCILLARY_PACKET_TYPE},
    {JUMP_IF_EQUAL, 7, 0, PACKET_OUTGOING},
    {LOAD_HALF, 0, 0, ANCILLARY_VLAN_TAG_PRESENT},
    {JUMP_IF_EQUAL, 0, 5, 0},
    {LOAD_HALF, 0, 0, ETHER_TYPE_OFFSET},
    {JUMP_IF_EQUAL, 0, 3, 0x0806},
    {LOAD_HALF, 0, 0, OPERATION_OFFSET},
    {JUMP_IF_EQUAL, 0, 1, 1},
    {RETURN, 0, 0, WHOLE_FRAME},
    {RETURN, 0, 0, 0},
  };

  private ArpRequestFilter() {}

  /** A {@code struct sock_fprog} that lives as long as the arena. */
  static MemorySegment program(Arena arena) {
    var code = arena.allocate((long) INSTRUCTION_OCTETS * INSTRUCTIONS.length, 8);
    for (int i = 0; i < INSTRUCTIONS.length; i++) {
      long at = (long) i * INSTRUCTION_OCTETS;
      code.set(ValueLayout.JAVA_SHORT, at, (short) INSTRUCTIONS[i][0]);
      code.set(ValueLayout.JAVA_BYTE, at + 2, (byte) INSTRUCTIONS[i][1]);
      code.set(ValueLayout.JAVA_BYTE, at + 3, (byte) INSTRUCTIONS[i][2]);
      code.set(ValueLayout.JAVA_INT, at + 4, INSTRUCTIONS[i][3]);
    }
    var program = arena.allocate(PROGRAM_HEADER_OCTETS, 8);
    program.set(ValueLayout.JAVA_SHORT, 0, (short) INSTRUCTIONS.length);
    program.set(ValueLayout.ADDRESS, 8, code);
    return program;
  }
}
