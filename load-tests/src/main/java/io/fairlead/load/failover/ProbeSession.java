package io.fairlead.load.failover;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;

/** The probe in the client's namespace, told what to ask and asked what it saw. */
final class ProbeSession implements AutoCloseable {
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

  private final LineProcess probe;

  /**
   * @param kind what is sent, {@link Probe#REQUESTS} or {@link Probe#PACKETS}
   */
  ProbeSession(LabControl lab, Path java, String classPath, String kind) {
    probe =
        lab.exec(
            "client",
            java.toString(),
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-cp",
            classPath,
            Probe.class.getName(),
            kind);
  }

  /** Begins a new window of time, in which this address is asked. */
  void open(String address) {
    command("open " + address);
  }

  /** Asks no more, and waits until all that was asked is answered or given up. */
  ProbeReport finish() {
    command("pause");
    return await("the end of all requests", ANSWER_LIMIT, seen -> seen.pending() == 0);
  }

  private void command(String words) {
    probe.send(words);
    String answer = probe.next(ANSWER_LIMIT);
    if (!answer.equals("ok")) {
      throw new CampaignException("the probe said: " + answer);
    }
  }

  ProbeReport look() {
    probe.send("look");
    return ProbeReport.parse(probe.next(ANSWER_LIMIT));
  }

  /** Waits until the window is as wanted. */
  ProbeReport await(String what, Duration limit, Predicate<ProbeReport> wanted) {
    return Patience.await(what, limit, this::look, wanted, ProbeReport::line);
  }

  @Override
  public void close() {
    probe.close();
  }
}
