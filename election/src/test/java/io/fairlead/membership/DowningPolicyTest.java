package io.fairlead.membership;

import static io.fairlead.membership.ViewBuilder.id;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DowningPolicyTest {
  private static final Duration AGE = Duration.ofHours(2);
  private static final Duration STABLE = Duration.ofSeconds(1);
  private static final DowningPolicy OF_ONE = policy("c0");
  private static final DowningPolicy OF_THREE = policy("c0", "c1", "c2");

  /**
   * One row: who looks, the members, who misses whom, who is in touch with nobody on this side, and
   * who is downed. The picture is {@code heldSeconds} old.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          healthy, controller                 | c0 | c0 s1 s2         |                   |       | 9 | -
          sole controller, all speakers cut   | c0 | c0 s1 s2         | c0>s1 c0>s2       | s1 s2 | 7200 | -
          the same seen by a speaker          | s1 | c0 s1 s2         | s1>c0 s2>c0       | c0    | 7200 | -
          one speaker dead for hours          | c0 | c0 s1 s2         | c0>s2 s1>s2       | s2    | 7200 | -
          one speaker alone for hours         | s2 | c0 s1 s2         | s2>c0 s2>s1       | c0 s1 | 7200 | -
          speakers halved, controller dead    | s1 | c0 s1 s2 s3      | s1>c0 s1>s2 s1>s3 | c0 s2 s3 | 7200 | -
          controller back, nobody beside      | s1 | c0=DOWN s1 s2    | s1>c0             | c0    | 1 | -
          controller back, too early          | s1 | c0=DOWN s1 s2    | s1>c0 s1>s2       | c0 s2 | 0 | -
          controller back, dead speaker       | s1 | c0=DOWN s1 s2    | s1>c0 s1>s2       | c0 s2 | 1 | s2=SPEAKER_IN_THE_WAY
          the same, not the first speaker     | s2 | c0=DOWN s1 s2 s3 | s1>c0 s2>s3       | c0 s3 | 1 | -
          the same, first speaker dead        | s2 | c0=DOWN s1 s2    | s2>c0 s2>s1       | c0 s1 | 1 | s1=SPEAKER_IN_THE_WAY
          joining, dead speaker, too early    | c0 | c0=JOINING s1 s2 | s1>s2             | s2    | 0 | -
          joining, dead speaker               | c0 | c0=JOINING s1 s2 | s1>s2             | s2    | 1 | s2=SPEAKER_IN_THE_WAY
          weakly up, dead speaker             | c0 | c0=WEAKLY_UP s1 s2 | s1>s2           | s2    | 1 | s2=SPEAKER_IN_THE_WAY
          joining, seen by a speaker          | s1 | c0=JOINING s1 s2 | s1>s2             | s2    | 1 | -
          leaving, dead speaker               | c0 | c0=LEAVING s1 s2 | c0>s2             | s2    | 1 | s2=SPEAKER_IN_THE_WAY
          exiting needs no help               | c0 | c0=EXITING s1 s2 | c0>s2             | s2    | 9 | -
          speaker said goodbye and is gone    | c0 | c0 s1 s2=LEAVING | c0>s2             | s2    | 1 | s2=SPEAKER_LEFT
          speaker back, nobody beside         | c0 | c0 s1=DOWN s2    | c0>s1             | s1    | 9 | -
          speaker back, dead speaker          | c0 | c0 s1=DOWN s2    | c0>s1 c0>s2       | s1 s2 | 0 | s2=SPEAKER_IN_THE_WAY
          the same seen by a speaker          | s3 | c0 s1=DOWN s2 s3 | s3>s1 c0>s2       | s1 s2 | 9 | -
          speaker back, controller dead       | s3 | c0 s1=DOWN s2 s3 | s3>c0 s3>s1 s3>s2 | c0 s1 s2 | 9 | -
          a speaker misses the controller     | s1 | c0 s1 s2         | s1>c0             |       | 7200 | -
          the same seen by the controller     | c0 | c0 s1 s2         | s1>c0             |       | 7200 | -
          the same, mutual                    | c0 | c0 s1 s2         | s1>c0 c0>s1       |       | 7200 | -
          lost link while controller joins    | c0 | c0=JOINING s1 s2 | s1>s2             |       | 5 | s2=SPEAKER_IN_THE_WAY
          accuser of a joining controller     | c0 | c0=JOINING s1 s2 | s2>c0             |       | 5 | s2=SPEAKER_IN_THE_WAY
          # impostors
          impostor is refused at once         | c0 | c0 s1 x9=JOINING |                   |       | 0 | x9=IMPOSTOR
          impostor is refused by speakers     | s1 | c0 s1 x9=JOINING | s1>c0             | c0    | 0 | x9=IMPOSTOR
          impostor does not vote              | c0 | c0 x7 x8 x9 s1   | c0>x7 c0>x8 c0>x9 | x7 x8 x9 | 0 | x7=IMPOSTOR x8=IMPOSTOR x9=IMPOSTOR
          impostor downs itself               | x9 | c0 s1 x9         |                   |       | 0 | x9=IMPOSTOR
          # nobody to act
          not a member                        | c2 | c0 c1 s1         | c0>s1             | s1    | 9 | -
          already down                        | c0 | c0=DOWN s1       | c0>s1             | s1    | 9 | -
          speakers only                       | s1 | s1 s2            | s1>s2             | s2    | 7200 | -
          exiting speaker alone               | s1 | c0=DOWN s1=EXITING s2 | s1>s2        | s2    | 9 | -
          """)
  void decide_ofOneController_followsTheTable(
      String name,
      String self,
      String members,
      String accusations,
      String silent,
      long heldSeconds,
      String expected) {
    assertEquals(
        expected.equals("-") ? "" : expected,
        decided(OF_ONE, self, members, accusations, silent, heldSeconds),
        name);
  }

  /** As above. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          healthy three                       | c0 | c0 c1 c2 s1      |                   |       | 9 | -
          one dead, too early                 | c0 | c0 c1 c2 s1      | c0>c2 c1>c2       | c2    | 0 | -
          one dead                            | c0 | c0 c1 c2 s1      | c0>c2 c1>c2       | c2    | 1 | c2=CONTROLLER_UNREACHABLE
          one dead, the second does not act   | c1 | c0 c1 c2 s1      | c0>c2 c1>c2       | c2    | 1 | -
          one dead, speakers do not act       | s1 | c0 c1 c2 s1      | c0>c2 c1>c2       | c2    | 1 | -
          lowest dead                         | c1 | c0 c1 c2 s1      | c1>c0 c2>c0       | c0    | 1 | c0=CONTROLLER_UNREACHABLE
          one dead and a dead speaker         | c0 | c0 c1 c2 s1 s2   | c0>c2 c1>s1       | c2 s1 | 1 | c2=CONTROLLER_UNREACHABLE s1=SPEAKER_IN_THE_WAY
          cut off alone                       | c0 | c0 c1 c2 s1      | c0>c1 c0>c2 c0>s1 | c1 c2 s1 | 1 | c0=NO_CONTROLLER_MAJORITY
          cut off alone, too early            | c0 | c0 c1 c2 s1      | c0>c1 c0>c2 c0>s1 | c1 c2 s1 | 0 | -
          cut off with speakers               | c0 | c0 c1 c2 s1      | c0>c1 c0>c2       | c1 c2 | 1 | c0=NO_CONTROLLER_MAJORITY
          speaker with the minority           | s1 | c0 c1 c2 s1 s2   | s1>c1 c0>c2 s1>s2 | c1 c2 s2 | 7200 | -
          the minority has downed itself      | s1 | c0=DOWN c1 c2 s1 s2 | s1>c1 s1>c2 s1>s2 | c1 c2 s2 | 7200 | -
          all three cut from the speakers     | s1 | c0 c1 c2 s1 s2   | s1>c0 s1>c1 s1>c2 | c0 c1 c2 | 7200 | -
          the same seen by controllers        | c0 | c0 c1 c2 s1 s2   | c0>s1 c1>s2       | s1 s2 | 7200 | -
          two dead, the third                 | c0 | c0 c1 c2 s1      | c0>c1 c0>c2       | c1 c2 | 1 | c0=NO_CONTROLLER_MAJORITY
          two left, neither is a majority     | c0 | c0 c1 s1         | c0>c1             | c1    | 1 | c0=NO_CONTROLLER_MAJORITY
          the same seen by the other          | c1 | c0 c1 s1         | c1>c0             | c0    | 1 | c1=NO_CONTROLLER_MAJORITY
          one left, the others removed        | c0 | c0 s1            |                   |       | 1 | c0=NO_CONTROLLER_MAJORITY
          downs another and is cut off then   | c0 | c0 c1 c2=DOWN s1 | c0>c1 c0>c2       | c1 c2 | 1 | c0=NO_CONTROLLER_MAJORITY
          the one that it left behind         | c1 | c0 c1 c2=DOWN s1 | c1>c0 c1>c2       | c0 c2 | 1 | c1=NO_CONTROLLER_MAJORITY
          restarted incarnation, dead speaker | c0 | c0 c1 c2=DOWN s1 | c0>s1             | s1    | 1 | s1=SPEAKER_IN_THE_WAY
          all restart, one still missing      | s1 | c0=DOWN c1=DOWN c2 s1 s2 | s1>c2 s1>s2 | c2 s2 | 9 | -
          all restart, none missing           | s1 | c0=DOWN c1=DOWN c2=DOWN s1 s2 | s1>s2 | s2 | 1 | s2=SPEAKER_IN_THE_WAY
          newcomer without the majority       | c0 | c0=JOINING c1 c2 s1 | c0>c1 s1>c2    | c1 c2 | 1 | c0=NO_CONTROLLER_MAJORITY
          first to come waits for company     | c0 | c0=JOINING       |                   |       | 9 | -
          two joining, one of them gone       | c0 | c0=JOINING c1=JOINING s1 | c0>c1     | c1    | 9 | -
          the third has come instead          | c0 | c0=JOINING c1=JOINING c2=JOINING | c0>c1 | c1 | 1 | c1=CONTROLLER_UNREACHABLE
          # asymmetric cuts and lost links: everybody is in touch by way of others
          one link lost, too early            | c0 | c0 c1 c2 s1      | c0>c1 c1>c0       |       | 4 | -
          one link lost                       | c0 | c0 c1 c2 s1      | c0>c1 c1>c0       |       | 5 | c1=CONTROLLER_LINK_LOST
          one link lost, third looks          | c2 | c0 c1 c2 s1      | c0>c1 c1>c0       |       | 5 | -
          one link lost, the loser looks      | c1 | c0 c1 c2 s1      | c0>c1 c1>c0       |       | 5 | -
          c0 misses c1, c1 hears c0           | c0 | c0 c1 c2 s1      | c0>c1             |       | 5 | c1=CONTROLLER_LINK_LOST
          c1 misses c0, c0 hears c1           | c0 | c0 c1 c2 s1      | c1>c0             |       | 5 | c1=CONTROLLER_LINK_LOST
          two links of c0 lost                | c1 | c0 c1 c2 s1      | c0>c1 c0>c2       |       | 5 | c0=CONTROLLER_LINK_LOST
          all links lost, reached by speakers | c2 | c0 c1 c2 s1      | c0>c1 c1>c2 c2>c0 |       | 5 | c2=NO_CONTROLLER_MAJORITY
          hears nobody, the gossip is stale   | c2 | c0 c1 c2          | c2>c0 c2>c1 c0>c2 |       | 1 | c2=NO_CONTROLLER_MAJORITY
          hearsay of one that is cut off      | c1 | c0 c1 c2 s1      | c0>c2 c0>c1 c1>c0 c2>c0 | c0 | 1 | c0=CONTROLLER_UNREACHABLE
          hearsay before gossip has settled   | c1 | c0 c1 c2 s1      | c0>c2 c1>c0       | c0 c2 | 1 | c0=CONTROLLER_UNREACHABLE
          a speaker misses one of three       | c0 | c0 c1 c2 s1      | s1>c1             |       | 7200 | -
          """)
  void decide_ofThreeControllers_followsTheTable(
      String name,
      String self,
      String members,
      String accusations,
      String silent,
      long heldSeconds,
      String expected) {
    assertEquals(
        expected.equals("-") ? "" : expected,
        decided(OF_THREE, self, members, accusations, silent, heldSeconds),
        name);
  }

  private static String decided(
      DowningPolicy policy,
      String self,
      String members,
      String accusations,
      String silent,
      long heldSeconds) {
    var view =
        new ViewBuilder()
            .members(members)
            .accusations(accusations == null ? "" : accusations, AGE)
            .silent(silent == null ? "" : silent)
            .seenBy(self);

    return text(policy.decide(view, Duration.ofSeconds(heldSeconds)));
  }

  @Test
  void decide_neverLetsTwoSidesOfThreeControllersLive() {
    var all = List.of("c0", "c1", "c2");
    for (int side = 1; side < 7; side++) {
      int mask = side;
      var here = all.stream().filter(c -> (mask >> all.indexOf(c) & 1) == 1).toList();
      var there = all.stream().filter(c -> !here.contains(c)).toList();
      assertTrue(survivors(here, there).isEmpty() != survivors(there, here).isEmpty());
    }
  }

  @Test
  void decide_waitsUntilTheSpeakerItselfHasBeenSilentForAWhile() {
    var view =
        new ViewBuilder()
            .members("c0=JOINING s1 s2")
            .accusations("s1>s2", Duration.ofMillis(900))
            .silent("s2")
            .seenBy("c0");

    assertTrue(OF_ONE.decide(view, AGE).isEmpty());
  }

  private static List<String> survivors(List<String> here, List<String> there) {
    var accusations =
        here.stream()
            .flatMap(o -> there.stream().map(s -> o + ">" + s))
            .collect(Collectors.joining(" "));
    return here.stream()
        .filter(
            self ->
                !OF_THREE
                    .decide(
                        new ViewBuilder()
                            .members("c0 c1 c2 s1")
                            .accusations(accusations, AGE)
                            .silent(String.join(" ", there))
                            .seenBy(self),
                        STABLE)
                    .downed()
                    .containsKey(id(self)))
        .toList();
  }

  private static DowningPolicy policy(String... controllers) {
    return new DowningPolicy(DowningTimes.DEFAULT, new TreeSet<>(List.of(controllers)));
  }

  private static String text(DowningDecision decision) {
    return decision.downed().entrySet().stream()
        .map(entry -> entry.getKey().address().host() + "=" + entry.getValue())
        .collect(Collectors.joining(" "));
  }
}
