package io.fairlead.load.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What the campaign reads from the lab's commands, the cluster and the kernel. */
final class LabTextTest {
  private static final String STATUS =
      """
      lab camp, controller: process 23280

      NODE     ADDRESS          MAC                 CABLE   SPEAKER
      node-1   192.168.120.11   02:00:00:00:00:11   out     not running
      node-2   192.168.120.12   02:00:00:00:00:12   in      process 23303

      SERVICE         EXTERNAL-IP       OWNER SEEN BY THE CLIENT
      default/nginx   192.168.120.200   node-3
      """;

  private static final String MEMBERS =
      """
      {"leader":"pekko://fairlead@192.168.120.5:7946","members":[
      {"node":"pekko://fairlead@192.168.120.11:7946","roles":["speaker"],"status":"Up"},
      {"node":"pekko://fairlead@192.168.120.5:7946","roles":["controller"],"status":"Up"}],
      "unreachable":[]}""";

  @Test
  void processes_areThoseThatRun() {
    assertEquals(
        Map.of("controller", 23280L, "speaker node-2", 23303L), StatusText.processes(STATUS));
    assertEquals(2, StatusText.nodeCount(STATUS));
  }

  @Test
  void memberList_isCompleteWhenAllAreUpAndReachable() {
    assertTrue(MemberList.parse(MEMBERS).isComplete(2));
    assertFalse(MemberList.parse(MEMBERS).isComplete(3));
  }

  @Test
  void memberList_isNotCompleteWithALeaverOrSomebodyUnreachable() {
    assertFalse(MemberList.parse(MEMBERS.replaceFirst("Up", "Leaving")).isComplete(2));
    String lost = "\"unreachable\":[{\"node\":\"pekko://fairlead@192.168.120.11:7946\"}]";
    assertFalse(MemberList.parse(MEMBERS.replace("\"unreachable\":[]", lost)).isComplete(2));
  }

  @Test
  void memberList_ofNoAnswerIsEmpty() {
    assertEquals(new MemberList(List.of(), false), MemberList.parse("curl: (7) Failed to connect"));
  }

  @Test
  void kib_readsOneValueOfAProcess() {
    String status = "Name:\tjava\nVmHWM:\t  190000 kB\nVmRSS:\t  180224 kB\n";

    assertEquals(OptionalLong.of(180_224), Machine.kib(status, "VmRSS"));
    assertEquals(OptionalLong.empty(), Machine.kib(status, "VmSwap"));
  }

  @Test
  void newcomer_seesTheLongestTimeBetweenAnswers() {
    assertEquals(1_650, Newcomer.longestGap(List.of("1000", "1100", "2750", "curl: no", "end")));
    assertThrows(CampaignException.class, () -> Newcomer.longestGap(List.of("1000", "end")));
  }
}
