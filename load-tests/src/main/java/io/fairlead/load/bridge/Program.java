package io.fairlead.load.bridge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** A child process with its output in a file. */
record Program(String name, Process process, Path output, long startedNanos)
    implements AutoCloseable {
  private static final long END_SECONDS = 30;
  private static final long LOOK_AGAIN_MILLIS = 10;

  static Program start(String name, List<String> command, Path output) throws IOException {
    long now = System.nanoTime();
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    return new Program(name, process, output, now);
  }

  /** Waits for a line of the output; returns how long after the start it was seen, in ns. */
  long awaitLine(String text, long limitSeconds)
      throws IOException, InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(limitSeconds);
    while (!Files.readString(output).contains(text)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new TimeoutException(
            "%s never said \"%s\"; see %s".formatted(name, text, output.toAbsolutePath()));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
    }
    return System.nanoTime() - startedNanos;
  }

  Optional<String> find(Pattern pattern) throws IOException {
    var matcher = pattern.matcher(Files.readString(output));
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** Bytes of the objects that are alive, after a full collection. */
  long liveBytes() throws IOException, InterruptedException {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    var tool =
        new ProcessBuilder(jcmd, Long.toString(process.pid()), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    try (var lines = tool.inputReader()) {
      var total = lines.lines().filter(line -> line.startsWith("Total")).findFirst();
      tool.waitFor();
      return Long.parseLong(total.orElseThrow().trim().split("\\s+")[2]);
    }
  }

  /** Processor time so far; 0 when the system does not tell. */
  long cpuNanos() {
    return process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
