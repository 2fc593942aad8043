package io.fairlead.deploy.lab.probe;

import io.fairlead.deploy.lab.net.LabException;
import io.fairlead.deploy.lab.net.LabExit;
import io.fairlead.net.IpAddress;
import io.fairlead.speaker.link.NetworkNamespace;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks a Service every 10 ms over a new connection, from inside the client's namespace, until it is
 * stopped.
 */
public final class Probe {
  public static final Duration TICK = Duration.ofMillis(10);
  public static final Duration ANSWER_LIMIT = Duration.ofMillis(300);

  private final HttpQuestion question;
  private final NamespaceSockets sockets;
  private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<ProbeSample> samples = new ConcurrentLinkedQueue<>();
  private final long startNanos = System.nanoTime();
  private final Thread ticker;
  private volatile boolean stopping;

  private Probe(Path clientNamespace, IpAddress address, int port) {
    question = new HttpQuestion(address, port, ANSWER_LIMIT);
    sockets = NamespaceSockets.open(clientNamespace);
    ticker = Thread.ofPlatform().daemon().name("probe of " + address).unstarted(this::tick);
  }

  public static Probe start(Path clientNamespace, IpAddress address, int port) {
    var probe = new Probe(clientNamespace, address, port);
    probe.ticker.start();
    return probe;
  }

  /** One request from inside the client's namespace; fails with the reason in its message. */
  public static HttpAnswer askOnce(Path clientNamespace, HttpQuestion question) throws IOException {
    try {
      return question.ask(NetworkNamespace.call(clientNamespace, SocketChannel::open));
    } catch (IOException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (Exception e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** How many good answers came so far. */
  public long answers() {
    return samples.stream().filter(ProbeSample::answered).count();
  }

  /** Sends no more, waits for what is under way, and tells what was seen. */
  public ProbeReport stop() {
    stopping = true;
    try {
      ticker.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException(LabExit.SCENARIO_FAILED, "interrupted", e);
    }
    long endNanos = System.nanoTime();
    requests.close();
    sockets.close();
    List<ProbeSample> seen = List.copyOf(samples);
    long lastNanos = seen.stream().mapToLong(ProbeSample::endNanos).max().orElse(endNanos);
    return ProbeReport.of(seen, startNanos, Math.max(endNanos, lastNanos));
  }

  private void tick() {
    long next = System.nanoTime();
    try {
      while (!stopping) {
        SocketChannel socket = sockets.take();
        requests.execute(() -> ask(socket));
        next += TICK.toNanos();
        long wait = next - System.nanoTime();
        if (wait > 0) {
          LockSupport.parkNanos(wait);
        } else {
          // The machine was too busy for some ticks; they are left out rather than made up for.
          next = System.nanoTime();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void ask(SocketChannel socket) {
    long start = System.nanoTime();
    boolean answered;
    try {
      answered = question.ask(socket).succeeded();
    } catch (IOException e) {
      answered = false;
    }
    samples.add(new ProbeSample(start, System.nanoTime(), answered));
  }
}
