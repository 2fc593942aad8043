package io.fairlead.deploy.lab.steps;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Prints what happens, with the seconds since the lab was started. */
public final class Progress {
  private static final double MILLIS_PER_SECOND = 1000.0;

  private final PrintWriter out;
  private final long startNanos = System.nanoTime();

  public Progress(PrintWriter out) {
    this.out = out;
  }

  /** One thing that happens. */
  public void say(String text) {
    out.println(String.format(Locale.ROOT, "[%6.1f s] %s", seconds(), text));
    out.flush();
  }

  /** Text that stands for itself, such as a table. */
  public void plain(String text) {
    out.println(text);
    out.flush();
  }

  /** Since the lab was started. */
  public double seconds() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos) / MILLIS_PER_SECOND;
  }
}
