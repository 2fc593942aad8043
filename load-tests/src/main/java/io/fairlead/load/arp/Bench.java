package io.fairlead.load.arp;

import io.fairlead.load.failover.Machine;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** The segment: a bridge, and a namespace on it for each who answers and for who asks. */
final class Bench implements AutoCloseable {
  static final String SOURCE = "10.99.0.1";
  private static final long COMMAND_SECONDS_MAX = 30;
  private static final String FIFO_PRIORITY = "20";

  private final String prefix = "fla" + Long.toString(ProcessHandle.current().pid(), 36);
  private final Deque<String> namespaces = new ArrayDeque<>();
  private final Path tool;
  private final List<String> station;

  /** Who answers, each on a host of its own; asked in this order. */
  enum Answerer {
    /** The kernel, for an address of its interface. */
    KERNEL("kernel", "10.99.0.11", "02:00:5e:00:53:0b"),
    /** The C program. */
    C("C", "10.99.1.1", "02:00:5e:00:53:0c"),
    /** Fairlead's announcer. */
    FAIRLEAD("Fairlead", "10.99.2.1", "02:00:5e:00:53:0d");

    private final String title;
    private final String address;
    private final String mac;

    Answerer(String title, String address, String mac) {
      this.title = title;
      this.address = address;
      this.mac = mac;
    }

    String title() {
      return title;
    }

    private String host() {
      return title.toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @param tool the C program
   * @param station the command of the announcer's process, to which addresses are added
   */
  Bench(Path tool, List<String> station) throws IOException {
    this.tool = tool;
    this.station = List.copyOf(station);
    try {
      build();
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private void build() throws IOException {
    namespace("br");
    ip("-n %s link add br0 type bridge stp_state 0 forward_delay 0 mcast_snooping 0", full("br"));
    ip("-n %s link set br0 up", full("br"));
    host("asker", "02:00:5e:00:53:01");
    for (Answerer each : Answerer.values()) {
      host(each.host(), each.mac);
    }
    ip("-n %s addr add %s/16 dev eth0", full(Answerer.KERNEL.host()), Answerer.KERNEL.address);
  }

  private void host(String name, String mac) throws IOException {
    namespace(name);
    String there = full(name);
    ip("-n %s link add p-%s type veth peer name eth0 netns %s", full("br"), name, there);
    ip("-n %s link set p-%s master br0 up", full("br"), name);
    ip("-n %s link set lo up", there);
    ip("-n %s link set eth0 address %s up", there, mac);
  }

  /** A program that answers; it ends with {@link #close}. */
  record Answering(Process process) implements AutoCloseable {
    long cpuNanos() {
      return process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
    }

    @Override
    public void close() {
      try {
        process.getOutputStream().close();
        process.destroy();
        process.waitFor();
      } catch (IOException e) {
        process.destroyForcibly();
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }

  Answering startC(boolean fifo) throws IOException {
    var command = new ArrayList<String>();
    if (fifo) {
      command.addAll(List.of("chrt", "-f", FIFO_PRIORITY));
    }
    command.addAll(List.of(tool.toString(), "answer", "eth0", Answerer.C.address));
    return start(Answerer.C.host(), command);
  }

  /** Of the process only the announcer's thread is put under SCHED_FIFO. */
  Answering startStation(boolean fifo) throws IOException {
    var command = new ArrayList<>(station);
    command.add(Answerer.FAIRLEAD.address);
    var started = start(Answerer.FAIRLEAD.host(), command);
    if (fifo) {
      command(List.of("chrt", "-f", "-p", FIFO_PRIORITY, announcerThread(started.process())));
    }
    return started;
  }

  private static String announcerThread(Process process) throws IOException {
    try (var tasks = Files.list(Path.of("/proc/%d/task".formatted(process.pid())))) {
      for (Path task : tasks.toList()) {
        if (Files.readString(task.resolve("comm")).startsWith("l2-announcer")) {
          return task.getFileName().toString();
        }
      }
    }
    throw new IOException("the announcer has no thread of its name");
  }

  private Answering start(String host, List<String> command) throws IOException {
    var process =
        new ProcessBuilder(in(host, command)).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var reader = new BufferedReader(process.inputReader());
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      if (line.equals("ready")) {
        return new Answering(process);
      }
    }
    throw new IOException(command + " ended before it was ready");
  }

  /**
   * Asks all in turn.
   *
   * @return for each of {@link Answerer} its times in order
   */
  List<Nanos> probe(long count, long paceMicros) throws IOException {
    var command = new ArrayList<>(List.of(tool.toString(), "probe", "eth0", SOURCE));
    command.addAll(List.of(Long.toString(count), Long.toString(paceMicros)));
    var times = new ArrayList<List<Long>>();
    for (Answerer each : Answerer.values()) {
      command.addAll(List.of(each.address, each.mac));
      times.add(new ArrayList<>());
    }
    for (String line : command(in("asker", command)).lines().toList()) {
      String[] words = line.split(" ");
      times.get(Integer.parseInt(words[1])).add(Long.parseLong(words[2]));
    }
    return times.stream().map(Nanos::new).toList();
  }

  /** Floods all with requests for addresses of nobody; returns how many a second were sent. */
  double flood(long rate, long seconds) throws IOException {
    var command =
        List.of(
            tool.toString(), "flood", "eth0", SOURCE, Long.toString(rate), Long.toString(seconds));
    String[] words = command(in("asker", command)).strip().split(" ");
    long sent = Long.parseLong(words[0]) - Long.parseLong(words[1]);
    return sent * 1e9 / Long.parseLong(words[2]);
  }

  /** One minute's average; see {@link Machine#load}. */
  static String load() {
    return Machine.load();
  }

  @Override
  public synchronized void close() {
    while (!namespaces.isEmpty()) {
      try {
        command(List.of("ip", "netns", "del", namespaces.pop()));
      } catch (IOException e) {
        System.err.println("arp: " + e.getMessage());
      }
    }
  }

  private List<String> in(String host, List<String> command) {
    var whole = new ArrayList<>(List.of("ip", "netns", "exec", full(host)));
    whole.addAll(command);
    return whole;
  }

  private String full(String host) {
    return prefix + "-" + host;
  }

  private void namespace(String name) throws IOException {
    command(List.of("ip", "netns", "add", full(name)));
    namespaces.push(full(name));
  }

  private static void ip(String words, Object... values) throws IOException {
    command(List.of(("ip " + words.formatted(values)).split(" ")));
  }

  private static String command(List<String> words) throws IOException {
    var process =
        new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes());
    try {
      if (!process.waitFor(COMMAND_SECONDS_MAX, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(String.join(" ", words) + " failed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    return output;
  }
}
