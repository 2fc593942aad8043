package io.fairlead.load.failover;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Facts about the machine and its processes, from {@code /proc}. */
public final class Machine {
  private static final Path PROC = Path.of("/proc");
  private static final Pattern CPU = Pattern.compile("(?m)^model name\\s*:\\s*(.*)$");
  private static final Pattern MEMORY = Pattern.compile("(?m)^MemTotal:\\s*(\\d+) kB$");
  private static final int KIB_PER_GIB = 1 << 20;

  private Machine() {}

  /** One line: processors, memory, kernel, JDK. */
  public static String description() {
    String cpu = first(CPU, read(PROC.resolve("cpuinfo")));
    String memory = first(MEMORY, read(PROC.resolve("meminfo")));
    double gib = memory.isEmpty() ? 0 : Double.parseDouble(memory) / KIB_PER_GIB;
    return "%d x %s; %.0f GiB; %s %s; %s %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            cpu.isEmpty() ? System.getProperty("os.arch") : cpu,
            gib,
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            System.getProperty("java.vendor.version", System.getProperty("java.vendor")),
            System.getProperty("java.runtime.version"));
  }

  /** How many processes wanted a processor, averaged over the last minute. */
  public static String load() {
    return read(PROC.resolve("loadavg")).split(" ", 2)[0];
  }

  /** A value of {@code /proc/PID/status} that is in KiB, such as {@code VmRSS}. */
  static OptionalLong kib(String status, String name) {
    String value =
        first(Pattern.compile("(?m)^" + Pattern.quote(name) + ":\\s*(\\d+) kB$"), status);
    return value.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(value));
  }

  /** The line of the memory file for one process. */
  static List<String> memory(String program, long pid, Instant now) {
    String status = read(PROC.resolve(Long.toString(pid)).resolve("status"));
    long seconds =
        ProcessHandle.of(pid)
            .flatMap(process -> process.info().startInstant())
            .map(start -> Duration.between(start, now).toSeconds())
            .orElse(0L);
    return List.of(
        program, text(kib(status, "VmRSS")), text(kib(status, "VmHWM")), Long.toString(seconds));
  }

  private static String text(OptionalLong value) {
    return value.isPresent() ? Long.toString(value.getAsLong()) : "";
  }

  private static String first(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map((MatchResult found) -> found.group(1))
        .findFirst()
        .orElse("");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new CampaignException("cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
  }
}
