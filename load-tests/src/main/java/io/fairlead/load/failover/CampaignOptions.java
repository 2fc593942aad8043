package io.fairlead.load.failover;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What the user asked for.
 *
 * @param name of the lab
 * @param nodes how many a new lab gets
 * @param family of the address whose owner fails
 * @param soakMinutes how long the one trial of {@link Kind#SOAK} lasts
 * @param keep whether a lab that the campaign brought up stays
 */
record CampaignOptions(
    int trials,
    String name,
    int nodes,
    Path out,
    Set<Kind> kinds,
    AddressFamily family,
    int soakMinutes,
    boolean keep) {
  static final String USAGE =
      """
      Usage: load-tests/failover [--trials N] [--only KIND[,KIND]] [--name LAB] [--nodes N]
                                 [--family 4|6] [--soak-minutes N] [--out FOLDER] [--keep]
               load-tests/failover --summary [--out FOLDER]

      Measures fail-over in the lab (./fairlead lab) and writes raw figures and a summary.

        --trials N    of each kind, 1 to 200 (default: 20); of apply 40 at most, of soak 1
        --only KIND   some of these, separated by commas (default: all):
                      kill, graceful, drain, move, freeze, cable, silent, oneway, loss, starved,
                      headless, rolling, soak, apply, memory
        --name LAB    the lab to use (default: figures); one that is up is used as it is and stays
        --nodes N     of a new lab, 2 to 20 (default: 3)
        --family 4|6  the address whose owner fails is IPv4 or IPv6 (default: 4)
        --soak-minutes N  how long soak lasts, 1 to 60 (default: 10)
        --out FOLDER  where the files go (default: docs/figures)
        --keep        leave up the lab that was brought up for this
        --summary     measure nothing; write the summary anew from the figures that are there

      The programs of a new lab take their settings from the environment, such as
      FAIRLEAD_HELLO_INTERVAL=10; the raw files say which were set.

      Exit codes: 0 all trials measured, 1 a trial or the lab failed, 2 wrong usage
      """;

  private static final int TRIALS_MAX = 200;
  private static final int TRIALS = 20;
  private static final int NODES = 3;
  private static final int NODES_MAX = 20;
  private static final int SOAK_MINUTES = 10;
  private static final int SOAK_MINUTES_MAX = 60;

  CampaignOptions {
    kinds = Set.copyOf(kinds);
  }

  /** Reads the command line; what is wrong with it is the message of the exception. */
  static CampaignOptions parse(List<String> arguments, Path standardOut) {
    var options =
        new CampaignOptions(
            TRIALS,
            "figures",
            NODES,
            standardOut,
            EnumSet.allOf(Kind.class),
            AddressFamily.IPV4,
            SOAK_MINUTES,
            false);
    Iterator<String> words = arguments.iterator();
    while (words.hasNext()) {
      options = options.with(words.next(), words);
    }
    return options;
  }

  private CampaignOptions with(String option, Iterator<String> words) {
    return switch (option) {
      case "--trials" ->
          new CampaignOptions(
              number(option, words, 1, TRIALS_MAX),
              name,
              nodes,
              out,
              kinds,
              family,
              soakMinutes,
              keep);
      case "--name" ->
          new CampaignOptions(
              trials, value(option, words), nodes, out, kinds, family, soakMinutes, keep);
      case "--nodes" ->
          new CampaignOptions(
              trials,
              name,
              number(option, words, 2, NODES_MAX),
              out,
              kinds,
              family,
              soakMinutes,
              keep);
      case "--out" ->
          new CampaignOptions(
              trials, name, nodes, Path.of(value(option, words)), kinds, family, soakMinutes, keep);
      case "--only" ->
          new CampaignOptions(
              trials, name, nodes, out, kinds(value(option, words)), family, soakMinutes, keep);
      case "--family" ->
          new CampaignOptions(
              trials,
              name,
              nodes,
              out,
              kinds,
              AddressFamily.of(value(option, words)),
              soakMinutes,
              keep);
      case "--soak-minutes" ->
          new CampaignOptions(
              trials,
              name,
              nodes,
              out,
              kinds,
              family,
              number(option, words, 1, SOAK_MINUTES_MAX),
              keep);
      case "--summary" ->
          new CampaignOptions(trials, name, nodes, out, Set.of(), family, soakMinutes, keep);
      case "--keep" ->
          new CampaignOptions(trials, name, nodes, out, kinds, family, soakMinutes, true);
      default -> throw new CampaignException("there is no option '" + option + "'");
    };
  }

  private static String value(String option, Iterator<String> words) {
    if (!words.hasNext()) {
      throw new CampaignException(option + " needs a value");
    }
    return words.next();
  }

  private static int number(String option, Iterator<String> words, int least, int most) {
    String value = value(option, words);
    int number = value.matches("\\d{1,6}") ? Integer.parseInt(value) : -1;
    if (number < least || number > most) {
      throw new CampaignException(
          "%s must be %d to %d, not '%s'".formatted(option, least, most, value));
    }
    return number;
  }

  private static Set<Kind> kinds(String value) {
    var kinds = EnumSet.noneOf(Kind.class);
    for (String word : value.split(",")) {
      kinds.add(kind(word.strip().toLowerCase(Locale.ROOT)));
    }
    return kinds;
  }

  private static Kind kind(String word) {
    for (Kind kind : Kind.values()) {
      if (kind.word().equals(word)) {
        return kind;
      }
    }
    throw new CampaignException(
        "there is no kind '%s'; there are %s"
            .formatted(
                word, String.join(", ", Arrays.stream(Kind.values()).map(Kind::word).toList())));
  }
}
