package io.fairlead.load.arp;

import java.util.List;
import java.util.Locale;

/** The figures as a table for programs and as a page for people. Pure. */
final class ArpPage {
  private static final String HEAD =
      """
      # Answers to ARP

      Written by `load-tests/arp`, with `arp.csv` beside it for programs.

      | part | what | value | goal | load |
      |---|---|---|---|---|
      """;

  private static final String METHOD =
      """

      ## How it is measured

      - Network namespaces on one bridge: who asks, and a host for each who answers: the kernel for an address of its
        interface, `arp answer` (the least C program: a filter for its one address, a blocking `recv`, a `send`), and
        Fairlead's announcer in a process of its own with the launcher's JVM options. Each is asked in turn, so whatever
        else the machine does meets all three alike. Requests go to the MAC address of the one that is meant, so
        that a request for one does not wake the others.
      - A time is the difference of two time stamps of the asker's kernel: the request was given to the interface, the
        reply came in. Whether the asker itself had to wait for a processor does not count.
      - *first*: all programs are started anew for each trial; the nth answer since the start, of which the first is asked
        as soon as the address has been announced. *steady*: all at normal priority. *fifo*: the C program and the announcer's
        thread under SCHED_FIFO, which takes the rest of the machine out. Percentiles are by nearest rank.
      - *flood*: requests of one host for changing addresses that nobody has, by broadcast. The cost is user and system
        time of the announcer's process, less that of an idle time of the same length before. What the kernel does on behalf of
        the sender, the filter among it, is not in it.
      - The load is the machine's, averaged over a minute, at the start of the part; above the number of processors programs
        wait for one, and the kernel, which answers within the asker's own turn, is the only one that does not.

      ## Where

      """;

  private ArpPage() {}

  static String csv(List<String> comments, List<ArpFigure> figures) {
    var text = new StringBuilder();
    comments.forEach(comment -> text.append("# ").append(comment).append('\n'));
    text.append("part,figure,value,unit,goal,load1\n");
    for (ArpFigure each : figures) {
      text.append(
          String.join(
              ",",
              each.part(),
              each.name(),
              number(each.value()),
              each.unit(),
              goal(each),
              each.load()));
      text.append('\n');
    }
    return text.toString();
  }

  static String markdown(List<String> comments, List<ArpFigure> figures) {
    var text = new StringBuilder(HEAD);
    for (ArpFigure each : figures) {
      String verdict = each.isMet() ? goal(each) : goal(each) + ": **not met**";
      text.append(
          "| %s | %s | %s %s | %s | %s |\n"
              .formatted(
                  each.part(),
                  each.name(),
                  number(each.value()),
                  each.unit(),
                  verdict,
                  each.load()));
    }
    text.append(METHOD);
    comments.forEach(comment -> text.append("- ").append(comment).append('\n'));
    return text.toString();
  }

  private static String goal(ArpFigure figure) {
    return Double.isNaN(figure.goal()) ? "" : "<= " + number(figure.goal());
  }

  private static String number(double value) {
    if (Double.isInfinite(value)) {
      return "never";
    }
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.2f", value);
  }
}
