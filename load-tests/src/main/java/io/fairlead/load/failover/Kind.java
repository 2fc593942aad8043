package io.fairlead.load.failover;

import java.util.List;
import java.util.Locale;

/** What a campaign measures; each has a file of raw figures of its own. */
enum Kind {
  /** The owner's cable is pulled and its speaker killed with SIGKILL. */
  KILL("kill and cable cut of the owner", "outage_ms", Columns.OUTAGE),
  /** The owner's speaker is stopped with SIGTERM. */
  GRACEFUL("graceful stop of the owner's speaker", "outage_ms", Columns.OUTAGE),
  /** The owner's node is asked to hand its addresses over. */
  DRAIN("drain of the owner's node", "outage_ms", Columns.OUTAGE),
  /** The address is asked to move to another node. */
  MOVE("move of the address to another node", "outage_ms", Columns.OUTAGE),
  /** The owner's speaker stands still (SIGSTOP) and goes on later. */
  FREEZE("SIGSTOP of the owner's speaker", "outage_ms", Columns.OUTAGE),
  /** The owner's cable is pulled, which its link shows. */
  CABLE("cable of the owner pulled", "outage_ms", Columns.OUTAGE),
  /** The switch drops all from and to the owner, whose link shows nothing of it. */
  SILENT("silent cut of the owner", "outage_ms", Columns.OUTAGE),
  /** The switch drops all from the owner. */
  ONEWAY("one-way cut: the owner hears, and is not heard", "outage_ms", Columns.OUTAGE),
  /** As {@link #KILL} while frames are lost. */
  LOSS("kill with 2 % loss on the segment", "outage_ms", Columns.OUTAGE),
  /** As {@link #KILL} while the machine is busy. */
  STARVED("kill with 8 busy loops on the machine", "outage_ms", Columns.OUTAGE),
  /** As {@link #KILL} while the controller stands still. */
  HEADLESS("kill with the controller stopped (SIGSTOP)", "outage_ms", Columns.OUTAGE),
  /** All speakers are restarted, one after the other. */
  ROLLING(
      "rolling restart of all speakers",
      "outage_ms",
      List.of(
          "trial",
          "started_utc",
          "outage_ms",
          "failed_requests",
          "requests",
          "arp_gap_ms",
          "two_answer_ms",
          "baseline_gap_ms",
          "duration_ms",
          "load1",
          "fault")),
  /** Nothing fails for minutes, but frames are lost and processors are busy. */
  SOAK(
      "2 % loss and 8 busy loops for minutes, nothing fails",
      "outage_ms",
      List.of(
          "trial",
          "started_utc",
          "minutes",
          "outage_ms",
          "failed_requests",
          "requests",
          "arp_gap_ms",
          "two_answer_ms",
          "owners",
          "load1",
          "fault")),
  /** A new Service is applied. */
  APPLY(
      "kubectl apply of a new Service to its first answer",
      "first_answer_ms",
      List.of(
          "trial",
          "started_utc",
          "address",
          "node",
          "first_answer_ms",
          "kubectl_ms",
          "load1",
          "fault")),
  /** The memory of the programs at the end. */
  MEMORY("memory", "rss_kib", List.of("program", "rss_kib", "peak_rss_kib", "running_s"));

  private static final class Columns {
    static final List<String> OUTAGE =
        List.of(
            "trial",
            "started_utc",
            "victim",
            "successor",
            "outage_ms",
            "failed_requests",
            "requests",
            "arp_gap_ms",
            "two_answer_ms",
            "newcomer_gap_ms",
            "packets",
            "packets_late",
            "packets_lost",
            "baseline_gap_ms",
            "command_ms",
            "rejoin_ms",
            "load1",
            "fault");

    private Columns() {}
  }

  private final String title;
  private final String figure;
  private final List<String> columns;

  Kind(String title, String figure, List<String> columns) {
    this.title = title;
    this.figure = figure;
    this.columns = List.copyOf(columns);
  }

  String title() {
    return title;
  }

  /** The column with what is measured. */
  String figure() {
    return figure;
  }

  List<String> columns() {
    return columns;
  }

  /** So many trials at most are worth their time, or possible. */
  int trialsMax() {
    return switch (this) {
      case SOAK -> 1;
      // Each of them takes an address of its own.
      case APPLY -> 40;
      default -> Integer.MAX_VALUE;
    };
  }

  /** True when a trial breaks something of one node and looks who takes its place. */
  boolean isOutage() {
    return columns.equals(Columns.OUTAGE);
  }

  /** True when nothing breaks: the address is handed over, and no packet is to be lost. */
  boolean isPlanned() {
    return this == GRACEFUL || this == DRAIN || this == MOVE;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  String fileName() {
    return "failover-" + word() + ".csv";
  }
}
