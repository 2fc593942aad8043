package io.fairlead.speaker.link;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;

/** The scheduling of a single thread. */
public final class RealTime {
  private static final int PRIORITY = 20;

  private RealTime() {}

  /**
   * Puts the calling thread under SCHED_FIFO, so that busy neighbours cannot keep it waiting; false
   * when the capability SYS_NICE is missing.
   */
  public static boolean fifoForThisThread() {
    try (var arena = Arena.ofConfined()) {
      var parameter = arena.allocateFrom(ValueLayout.JAVA_INT, PRIORITY);
      return DatagramCalls.setScheduler(DatagramCalls.SCHED_FIFO, parameter) >= 0;
    }
  }
}
