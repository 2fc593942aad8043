package io.fairlead.persistence.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A {@link JournalChild} in a JVM of its own, and what it has said so far. */
final class ChildJvm implements AutoCloseable {
  private static final long END_SECONDS_MAX = 30;

  /** A look at every line would hold up the listener, and with it the child. */
  private static final long LOOK_EVERY_MILLIS = 25;

  private final Process process;
  private final Thread listener;
  private final List<String> lines = new ArrayList<>();

  private ChildJvm(List<String> command) throws IOException {
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    listener = Thread.ofPlatform().name("child-" + process.pid()).start(this::listen);
  }

  static ChildJvm start(String task, Path folder) throws IOException {
    return start(List.of(), task, folder);
  }

  /** Starts the child by a command that runs the command given to it. */
  static ChildJvm start(List<String> launcher, String task, Path folder) throws IOException {
    return new ChildJvm(Stream.of(launcher, command(task, folder)).flatMap(List::stream).toList());
  }

  static List<String> command(String task, Path folder) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-Xmx256m",
        "-cp",
        System.getProperty("java.class.path"),
        JournalChild.class.getName(),
        task,
        folder.toString());
  }

  private void listen() {
    try (var reader = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        synchronized (lines) {
          lines.add(line);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      synchronized (lines) {
        lines.notifyAll();
      }
    }
  }

  long pid() {
    return process.pid();
  }

  List<String> lines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  /** Waits until {@code count} lines after the first {@code skip} fit; fails after the time. */
  void await(int skip, int count, Predicate<String> fits, Duration within)
      throws InterruptedException {
    long deadline = System.nanoTime() + within.toNanos();
    synchronized (lines) {
      while (lines.stream().skip(skip).filter(fits).count() < count) {
        long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (leftMillis <= 0 || (!process.isAlive() && !listener.isAlive())) {
          int shown = Math.max(0, lines.size() - 5);
          throw new AssertionError(
              "after " + lines.size() + " lines: " + lines.subList(shown, lines.size()));
        }
        lines.wait(Math.min(leftMillis, LOOK_EVERY_MILLIS));
      }
    }
  }

  /** Highest acknowledged number of each entity. */
  NavigableMap<String, Long> acked() {
    var acked = new TreeMap<String, Long>();
    for (String line : lines()) {
      if (line.startsWith("ack ")) {
        String[] words = line.split(" ", -1);
        acked.merge(words[1], Long.parseLong(words[2]), Math::max);
      }
    }
    return acked;
  }

  /** SIGKILL; returns when everything that it said has been heard. */
  void kill() throws InterruptedException {
    // Not Process.destroyForcibly, which would close the pipe with what is still in it.
    process.toHandle().destroyForcibly();
    awaitEnd();
  }

  /** Ends its stdin and waits for its end. */
  void release() throws IOException, InterruptedException {
    process.getOutputStream().close();
    awaitEnd();
  }

  void awaitEnd() throws InterruptedException {
    if (!process.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS)) {
      throw new AssertionError("the child did not end");
    }
    listener.join();
  }

  @Override
  public void close() {
    process.toHandle().destroyForcibly();
  }
}
