package io.fairlead.deploy.lab.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class ProbeReportTest {
  @Test
  void of_findsTheLongestTimeWithoutAnAnswer() {
    var samples = new ArrayList<ProbeSample>();
    for (int millis = 0; millis < 1000; millis += 10) {
      boolean outage = millis >= 300 && millis < 460;
      samples.add(sample(millis, outage ? millis + 300 : millis + 1, !outage));
    }

    ProbeReport report = ProbeReport.of(samples, nanos(0), nanos(1000));

    assertEquals(new ProbeReport(100, 16, 170), report);
  }

  @Test
  void of_countsAnAnswerThatCameLate() {
    var samples = List.of(sample(0, 1, true), sample(10, 250, true), sample(20, 251, true));

    assertEquals(new ProbeReport(3, 0, 249), ProbeReport.of(samples, nanos(0), nanos(260)));
  }

  @Test
  void of_aServiceThatNeverAnswersIsAGapOfTheWholeTime() {
    var samples = List.of(sample(0, 300, false), sample(10, 310, false));

    assertEquals(new ProbeReport(2, 2, 400), ProbeReport.of(samples, nanos(0), nanos(400)));
  }

  @Test
  void of_doesNotDependOnTheOrderOfTheSamples() {
    var samples = List.of(sample(40, 41, true), sample(0, 1, true), sample(20, 21, true));

    assertEquals(20, ProbeReport.of(samples, nanos(0), nanos(41)).longestGapMillis());
  }

  @Test
  void httpAnswer_readsStatusPodAndBody() {
    byte[] bytes =
        "HTTP/1.1 200 OK\r\nx-lab-pod: nginx-node-2\r\n\r\n<html>"
            .getBytes(StandardCharsets.US_ASCII);

    assertEquals(
        Optional.of(new HttpAnswer(200, Optional.of("nginx-node-2"), "<html>")),
        HttpAnswer.parse(bytes));
  }

  @Test
  void httpAnswer_isEmptyForWhatIsNotHttpOrWasCutShort() {
    assertEquals(Optional.empty(), HttpAnswer.parse(new byte[0]));
    assertEquals(Optional.empty(), HttpAnswer.parse("SSH-2.0".getBytes(StandardCharsets.US_ASCII)));
    assertEquals(
        Optional.empty(),
        HttpAnswer.parse("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII)));
  }

  private static ProbeSample sample(long startMillis, long endMillis, boolean answered) {
    return new ProbeSample(nanos(startMillis), nanos(endMillis), answered);
  }

  private static long nanos(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }
}
