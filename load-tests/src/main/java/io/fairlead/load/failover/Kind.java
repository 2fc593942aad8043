package io.fairlead.load.failover;

import java.util.List;
import java.util.Locale;

/** What a campaign measures; each has a file of raw figures of its own. */
enum Kind {
  /** The owner's cable is pulled and its speaker killed with SIGKILL. */
  KILL(
      "kill and cable cut of the owner",
      "outage_ms",
      List.of(
          "trial",
          "started_utc",
          "victim",
          "successor",
          "outage_ms",
          "failed_requests",
          "requests",
          "newcomer_gap_ms",
          "baseline_gap_ms",
          "command_ms",
          "rejoin_ms",
          "load1",
          "fault")),
  /** The owner's speaker is stopped with SIGTERM. */
  GRACEFUL("graceful stop of the owner's speaker", "outage_ms", KILL.columns),
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

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  String fileName() {
    return "failover-" + word() + ".csv";
  }
}
