package io.fairlead.load.bridge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** Sees when a Service was there for the first time, and when it had an address. */
final class AddressWatch {
  private static final String PATH =
      "/api/v1/services?watch=true&timeoutSeconds=3600&fieldSelector=spec.type%3DLoadBalancer";
  private static final Pattern NAME = Pattern.compile("\"metadata\":\\{\"name\":\"([^\"]+)\"");
  private static final String ADDRESS = "\"ingress\":[{\"ip\"";
  private static final long LOOK_AGAIN_MILLIS = 5;

  private final Map<String, Long> made = new ConcurrentHashMap<>();
  private final Map<String, Long> served = new ConcurrentHashMap<>();

  static AddressWatch start(ApiClient api) {
    var watch = new AddressWatch();
    Thread.ofPlatform().daemon().name("watch").start(() -> watch.run(api));
    return watch;
  }

  private void run(ApiClient api) {
    try {
      api.watch(PATH, this::onLine);
    } catch (IOException | UncheckedIOException e) {
      System.err.println("bridge: the watch of the Services ended: " + e.getMessage());
    }
  }

  private void onLine(String line) {
    long now = System.nanoTime();
    var name = NAME.matcher(line);
    if (name.find()) {
      made.putIfAbsent(name.group(1), now);
      if (line.contains(ADDRESS)) {
        served.putIfAbsent(name.group(1), now);
      }
    }
  }

  /** Waits until so many Services have an address. */
  void awaitServed(int count, long limitSeconds) throws InterruptedException, TimeoutException {
    await(served, count, limitSeconds, "have an address");
  }

  void awaitMade(int count, long limitSeconds) throws InterruptedException, TimeoutException {
    await(made, count, limitSeconds, "are there");
  }

  private static void await(Map<String, Long> seen, int count, long limitSeconds, String what)
      throws InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(limitSeconds);
    while (seen.size() < count) {
      if (System.nanoTime() > deadline) {
        throw new TimeoutException(
            "%d of %d Services %s after %d s".formatted(seen.size(), count, what, limitSeconds));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
    }
  }

  int served() {
    return served.size();
  }

  long lastMadeNanos() {
    return made.values().stream().mapToLong(Long::longValue).max().orElseThrow();
  }

  long lastServedNanos() {
    return served.values().stream().mapToLong(Long::longValue).max().orElseThrow();
  }

  /** From its creation until its address, the longest of all Services, in nanoseconds. */
  long longestWaitNanos() {
    return served.entrySet().stream()
        .mapToLong(entry -> entry.getValue() - made.getOrDefault(entry.getKey(), entry.getValue()))
        .max()
        .orElseThrow();
  }
}
