package io.fairlead.load.translation;

import io.fairlead.load.failover.Machine;
import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Measures the translation and prints what came of it, with the load of the machine around it. */
public final class TranslationMain {
  private static final String ALLOCATED = "gc.alloc.rate.norm";
  private static final double MIB = 1024 * 1024;

  private TranslationMain() {}

  /**
   * @param none takes no arguments
   */
  public static void main(String[] none) throws RunnerException {
    String before = Machine.load();
    var options =
        new OptionsBuilder()
            .include(TranslationBenchmark.class.getName())
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .build();
    var results = new Runner(options).run();
    say("machine: %s", Machine.description());
    say("load: %s before, %s after", before, Machine.load());
    results.forEach(TranslationMain::print);
  }

  private static void print(RunResult result) {
    var params = result.getParams();
    var primary = result.getPrimaryResult();
    var allocated = result.getSecondaryResults().get(ALLOCATED);
    say(
        "%-10s of %s Services: %.3f ms, ± %.3f ms, %.2f MiB allocated",
        params.getBenchmark().substring(params.getBenchmark().lastIndexOf('.') + 1),
        params.getParam("services"),
        primary.getScore(),
        primary.getScoreError(),
        allocated == null ? Double.NaN : allocated.getScore() / MIB);
  }

  private static void say(String text, Object... values) {
    System.out.printf(Locale.ROOT, text + "%n", values);
  }
}
