package io.fairlead.load.failover;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs inside the client's namespace and asks one address every 10 ms: over a new connection, or by
 * one UDP packet from a new port, which one packet answers.
 *
 * <p>It reads commands from its standard input: {@code open ADDRESS} begins a new window of time,
 * in which this address is asked; {@code pause} asks no more, and what was begun ends in the same
 * window; {@code look} prints a {@link ProbeReport} of the window so far. The end of the input ends
 * it.
 */
final class Probe {
  /** The argument of one that makes connections. */
  static final String REQUESTS = "requests";

  /** The argument of one that sends packets. */
  static final String PACKETS = "packets";

  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final Duration ANSWER_LIMIT = Duration.ofMillis(300);

  /**
   * A packet is sent once, so whatever comes of it comes of that one: an answer after so long was
   * delayed, by a busy program or by a kernel that first looks for a neighbour (1 s), and only what
   * never comes was lost.
   */
  private static final Duration PACKET_LIMIT = Duration.ofSeconds(2);

  private static final int PORT = 80;
  private static final int PACKETS_PORT = 81;
  private static final int CHUNK_BYTES = 4096;
  private static final int ANSWER_BYTES_MAX = 1 << 16;
  private static final String SERVER_HEADER = "x-lab-pod:";

  private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
  private final boolean byPacket;
  private volatile Window window = new Window("");

  private Probe(boolean byPacket) {
    this.byPacket = byPacket;
  }

  /** The requests to one address since a moment. */
  private static final class Window {
    private final String address;
    private final long startNanos = System.nanoTime();
    private final List<ProbeSample> samples = new ArrayList<>();
    private int begun;
    private boolean paused;

    Window(String address) {
      this.address = address;
    }

    /** Whether there is one more to ask; if so it counts as begun. */
    synchronized boolean begin() {
      boolean asking = !paused && !address.isEmpty();
      begun += asking ? 1 : 0;
      return asking;
    }

    synchronized void pause() {
      paused = true;
    }

    synchronized void add(ProbeSample sample) {
      samples.add(sample);
    }

    synchronized ProbeReport report() {
      return ProbeReport.of(samples, begun, startNanos, System.nanoTime());
    }
  }

  public static void main(String[] arguments) throws IOException {
    var probe = new Probe(List.of(arguments).contains(PACKETS));
    Thread.ofPlatform().daemon().name("probe").start(probe::tick);
    var input = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      System.out.println(probe.obey(line.strip()));
      System.out.flush();
    }
    System.exit(0);
  }

  private String obey(String command) {
    if (command.startsWith("open")) {
      window = new Window(command.substring("open".length()).strip());
      return "ok";
    }
    if (command.equals("pause")) {
      window.pause();
      return "ok";
    }
    return command.equals("look") ? window.report().line() : "unknown command: " + command;
  }

  private void tick() {
    long next = System.nanoTime();
    while (true) {
      Window current = window;
      if (current.begin()) {
        requests.execute(() -> ask(current));
      }
      next += TICK_NANOS;
      long wait = next - System.nanoTime();
      if (wait > 0) {
        LockSupport.parkNanos(wait);
      } else {
        // The machine was too busy for some ticks; they are left out rather than made up for.
        next = System.nanoTime();
      }
    }
  }

  private void ask(Window window) {
    long start = System.nanoTime();
    String server;
    try {
      server = byPacket ? packet(window.address) : server(request(window.address));
    } catch (IOException e) {
      server = "";
    }
    window.add(new ProbeSample(start, System.nanoTime(), System.currentTimeMillis(), server));
  }

  /** Sends one packet; the answer begins with the name of the pod. */
  private static String packet(String address) throws IOException {
    try (var socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(address, PACKETS_PORT));
      socket.setSoTimeout((int) PACKET_LIMIT.toMillis());
      socket.send(new DatagramPacket(new byte[1], 1));
      var answer = new DatagramPacket(new byte[CHUNK_BYTES], CHUNK_BYTES);
      socket.receive(answer);
      return new String(answer.getData(), 0, answer.getLength(), UTF_8).split(" ", 2)[0];
    }
  }

  private static String request(String address) throws IOException {
    long deadline = System.nanoTime() + ANSWER_LIMIT.toNanos();
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, PORT), remainingMillis(deadline));
      String question = "GET / HTTP/1.1\r\nHost: lab\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(question.getBytes(UTF_8));
      InputStream input = socket.getInputStream();
      var answer = new ByteArrayOutputStream();
      byte[] chunk = new byte[CHUNK_BYTES];
      int length = 0;
      while (length >= 0 && answer.size() < ANSWER_BYTES_MAX) {
        answer.write(chunk, 0, length);
        socket.setSoTimeout(remainingMillis(deadline));
        length = input.read(chunk);
      }
      return answer.toString(UTF_8);
    }
  }

  private static int remainingMillis(long deadline) throws SocketTimeoutException {
    long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    if (millis <= 0) {
      throw new SocketTimeoutException("no complete answer in time");
    }
    return (int) millis;
  }

  /** The pod that says in its answer who it is; empty if the answer is not a good one. */
  static String server(String answer) {
    if (!answer.startsWith("HTTP/1.1 200 ")) {
      return "";
    }
    return answer
        .lines()
        .takeWhile(line -> !line.isEmpty())
        .filter(line -> line.regionMatches(true, 0, SERVER_HEADER, 0, SERVER_HEADER.length()))
        .map(line -> line.substring(SERVER_HEADER.length()).strip())
        .findFirst()
        .orElse("");
  }
}
