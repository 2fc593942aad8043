package io.fairlead.load.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class ProbeTest {

  @Test
  void server_isTheNameInTheHeaderOfAGoodAnswer() {
    assertEquals(
        "nginx-node-2",
        Probe.server("HTTP/1.1 200 OK\r\nx-lab-pod: nginx-node-2\r\nA: b\r\n\r\nX-Lab-Pod: other"));
  }

  @Test
  void server_isEmptyForABadAnswerOrNone() {
    assertEquals("", Probe.server(""));
    assertEquals("", Probe.server("HTTP/1.1 503 No\r\nX-Lab-Pod: nginx-node-2\r\n\r\n"));
    assertEquals("", Probe.server("HTTP/1.1 200 OK\r\n\r\nX-Lab-Pod: only in the page"));
  }
}
