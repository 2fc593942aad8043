package io.fairlead.load.failover;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures for people, in Markdown. Pure. */
final class Summary {
  private static final String LOAD = "load1";
  private static final int KIB_PER_MIB = 1024;

  private static final String HEAD =
      """
      # Fail-over in the lab

      Written by `load-tests/failover` from the raw figures beside this file. Percentiles are by nearest rank: each is
      a value that occurred, and the 99th percentile of 20 trials is their maximum.

      ## Time without an answer, and time to the first

      | what | trials | faults | min | p50 | p90 | p99 | max |
      |---|---|---|---|---|---|---|---|
      """;

  private static final String METHOD =
      """

      ## How it is measured

      - A process in the client's namespace asks every 10 ms, each time over a new TCP connection, and gives up after
        300 ms. The outage is the longest time without any good answer, from 2 s of steady answers before to 2 s of
        steady answers of another node. Without any fault this longest time is about the tick of 10 ms; the row
        "no fault" gives it for the 2 s before each trial, so it tells how much of a figure is the machine's noise.
      - The Service has `externalTrafficPolicy: Local`: its owner answers by the pod on its own node. So no request goes
        to a pod of the dead node, and the name of the answering pod tells the owner. The victim is the owner.
      - *kill*: `fairlead lab kill NODE` (the node's cable is pulled, its speaker gets SIGKILL). *graceful*: `fairlead
        lab kill --graceful NODE` (its speaker gets SIGTERM, the cable stays). *drain*, *move*: `fairlead drain NODE` and
        `fairlead move ADDRESS --to NODE`, later undone. *freeze*, *headless*: SIGSTOP, later SIGCONT.
        *cable*: its end at the switch goes down and up again, so the node's own link shows it. *silent*, *oneway*, *loss*: rules of
        nftables in the switch. *starved*: endless loops beside everything else. The kernel here has no netem, so there is no trial with delay.
      - A second process, on the router, broadcasts an ARP request every 10 ms. "Nobody answers ARP" is the longest time without a reply. "Two
        answer ARP": from the first to the last reply that fell between replies of another node, during the fault
        and in the 4 s after its end; 0 when the change is a clean one.
      - After a graceful stop or a freeze the node's kernel still forwards, so a client that has it in its neighbour table
        is served although nobody announces the address. The row "newcomer" is another client on the router, that
        forgets the neighbour entry before each of its requests (about 10 a second, each given up after 300 ms, so
        without any fault it sees about 100 ms).
      - Of the planned ones, graceful, drain and move, a further process in the client's namespace sends a UDP packet every 10 ms,
        each from a new port, from before the beginning until the new owner has answered for 2 s. It is sent once; one without an
        answer within 2 s is lost, one answered after 300 ms is late. The sums are given; figures without a row for late ones did
        not tell the two apart. A TCP connection that is open in the moment of the move may fail all the same: with `externalTrafficPolicy:
        Local` its next segment reaches a pod that does not know it.
      - The next trial begins when the fault is undone, the controller and every speaker list all members as
        up and reachable, and the Service answers steadily.
      - *apply*: from the start of `kubectl apply` to the first answer; the client asks the address from before on. The
        Service names its address in an annotation, and no address is used twice. The time includes kubectl itself and
        the lab's stand-ins (endpoints, pods, kube-proxy).
      - All runs on one machine, probe, API, stand-ins, controller and speakers together: a busy machine makes every
        figure longer.

      For comparison, given and not measured here: MetalLB on the same class of machine took 5.0 to 7.1 s, median 5.6 s,
      after a kill and cable cut.

      ## Where

      """;

  private Summary() {}

  /** The whole page, from whatever kinds were measured. */
  static String markdown(Map<Kind, RawTable> tables) {
    var page = new StringBuilder(HEAD);
    for (Kind kind : Kind.values()) {
      RawTable table = tables.get(kind);
      if (table != null && kind != Kind.MEMORY) {
        page.append(rows(kind, table));
      }
    }
    RawTable memory = tables.get(Kind.MEMORY);
    if (memory != null) {
      page.append(memory(memory));
    }
    page.append(METHOD);
    tables.forEach((kind, table) -> page.append(where(kind, table)));
    return page.toString();
  }

  private static String rows(Kind kind, RawTable table) {
    var rows = new StringBuilder(row(kind.title(), table, kind.figure()));
    rows.append(further("nobody answers ARP", table, "arp_gap_ms"));
    rows.append(further("seen by a newcomer", table, "newcomer_gap_ms"));
    rows.append(lost(table));
    rows.append(further("two answer ARP", table, "two_answer_ms"));
    rows.append(further("no fault, before it", table, "baseline_gap_ms"));
    return rows.toString();
  }

  /** A row about the same trials; none when they did not measure it. */
  private static String further(String title, RawTable table, String column) {
    boolean measured = table.columns().contains(column) && !table.numbers(column).isEmpty();
    return measured ? row("– " + title, table, column) : "";
  }

  /**
   * How many packets got no answer or a late one, of all that were sent; no row when none were.
   * Older files do not tell the two apart.
   */
  private static String lost(RawTable table) {
    if (!table.columns().contains("packets") || table.numbers("packets").isEmpty()) {
      return "";
    }
    if (!table.columns().contains("packets_late")) {
      return packets("without an answer within 300 ms", table, "packets_lost");
    }
    return packets("lost", table, "packets_lost")
        + packets("answered after 300 ms", table, "packets_late");
  }

  private static String packets(String what, RawTable table, String column) {
    return "| – packets %s, of %d at 100 a second | %d | | | | | | %d |%n"
        .formatted(
            what,
            table.numbers("packets").stream().mapToLong(Long::longValue).sum(),
            table.numbers("packets").size(),
            table.numbers(column).stream().mapToLong(Long::longValue).sum());
  }

  /** A trial with a fault is counted as such; its figure, if it has one, counts as well. */
  private static String row(String title, RawTable table, String column) {
    long faults = table.rows().stream().filter(r -> !table.text(r, "fault").isEmpty()).count();
    List<Long> values = table.numbers(column);
    if (values.isEmpty()) {
      return "| %s | 0 | %d | - | - | - | - | - |%n".formatted(title, faults);
    }
    var all = new Distribution(values);
    return "| %s | %d | %d | %d ms | %d ms | %d ms | %d ms | %d ms |%n"
        .formatted(
            title,
            all.count(),
            faults,
            all.min(),
            all.percentile(50),
            all.percentile(90),
            all.percentile(99),
            all.max());
  }

  private static String memory(RawTable table) {
    var text =
        new StringBuilder(
            """

            ## Memory after the trials

            Resident memory (`VmRSS` of `/proc/PID/status`), its peak (`VmHWM`), and for how long the process had been
            running: a speaker that was killed and healed is a younger process than the controller.

            | program | RSS | peak | running |
            |---|---|---|---|
            """);
    for (List<String> row : table.rows()) {
      text.append(
          "| %s | %s | %s | %s s |%n"
              .formatted(
                  table.text(row, "program"),
                  mib(table.text(row, "rss_kib")),
                  mib(table.text(row, "peak_rss_kib")),
                  table.text(row, "running_s")));
    }
    return text.toString();
  }

  private static String mib(String kib) {
    return kib.isEmpty() ? "-" : "%d MiB".formatted(Long.parseLong(kib) / KIB_PER_MIB);
  }

  private static String where(Kind kind, RawTable table) {
    return "`%s`:%n%n%s%s%n"
        .formatted(
            kind.fileName(),
            String.join("", table.comments().stream().map("- %s%n"::formatted).toList()),
            load(table));
  }

  /** How busy the machine was; empty for a file that does not say. */
  private static String load(RawTable table) {
    if (!table.columns().contains(LOAD) || table.rows().isEmpty()) {
      return "";
    }
    double[] loads =
        table.rows().stream()
            .mapToDouble(row -> Double.parseDouble(table.text(row, LOAD)))
            .sorted()
            .toArray();
    return String.format(
        Locale.ROOT,
        "- load average at the start of the trials: %.1f to %.1f, median %.1f; a load above the number of processors"
            + " means that programs waited for one%n",
        loads[0],
        loads[loads.length - 1],
        loads[(loads.length - 1) / 2]);
  }
}
