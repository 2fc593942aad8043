package io.fairlead.load.failover;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;

/** The ARP watch on the router, told what to ask for and asked what it saw. */
final class ArpSession implements AutoCloseable {
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);

  private final LineProcess watch;

  /**
   * @param libraries the folder with the product's own classes, which it sends frames by
   */
  ArpSession(LabControl lab, Path java, String classPath, Path libraries) {
    watch =
        lab.exec(
            "router",
            java.toString(),
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            classPath + File.pathSeparator + libraries + "/*",
            ArpWatch.class.getName());
  }

  /** Begins a new window of time, in which this address is asked for. */
  void open(String address) {
    watch.send("open " + address);
    String answer = watch.next(ANSWER_LIMIT);
    if (!answer.equals("ok")) {
      throw new CampaignException("the ARP watch said: " + answer);
    }
  }

  ArpReport look() {
    watch.send("look");
    return ArpReport.parse(watch.next(ANSWER_LIMIT));
  }

  @Override
  public void close() {
    watch.close();
  }
}
