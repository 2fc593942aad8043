package io.fairlead.k8s.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WriteQueueTest {
  private static final long DEADLINE_SECONDS = 10;

  private final WriteQueue queue = new WriteQueue("test", new WriteQueue.Pace(1, 0, 4));
  private final List<String> performed = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    queue.close();
  }

  @Test
  void submit_performsTheWrite() throws InterruptedException {
    queue.submit("a", () -> performed.add("a"));

    awaitIdle();
    assertEquals(List.of("a"), performed);
  }

  @Test
  void submit_whileOneRuns_keepsOnlyTheLatest() throws InterruptedException {
    var started = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    queue.submit(
        "a",
        () -> {
          started.countDown();
          await(release);
          performed.add("first");
        });
    await(started);
    for (int i = 0; i < 100; i++) {
      String name = "later " + i;
      queue.submit("a", () -> performed.add(name));
    }
    release.countDown();

    awaitIdle();
    assertEquals(List.of("first", "later 99"), performed);
  }

  @Test
  void submit_ofAFailingWrite_triesAgainAFewTimesOnly() throws InterruptedException {
    var attempts = new AtomicInteger();
    queue.submit(
        "a",
        () -> {
          attempts.incrementAndGet();
          throw new KubernetesClientException("busy", 503, null);
        });

    awaitIdle();
    assertEquals(5, attempts.get());
  }

  @Test
  void submit_ofAWriteThatFailsOnce_succeedsTheSecondTime() throws InterruptedException {
    var attempts = new AtomicInteger();
    queue.submit(
        "a",
        () -> {
          if (attempts.incrementAndGet() == 1) {
            throw new KubernetesClientException("conflict", 409, null);
          }
          performed.add("a");
        });

    awaitIdle();
    assertEquals(List.of("a"), performed);
  }

  @Test
  void submit_ofARefusedWrite_isNotTriedAgain() throws InterruptedException {
    for (int code : List.of(400, 403, 404, 422)) {
      var attempts = new AtomicInteger();
      queue.submit(
          "a" + code,
          () -> {
            attempts.incrementAndGet();
            throw new KubernetesClientException("no", code, null);
          });
      awaitIdle();
      assertEquals(1, attempts.get(), "code " + code);
    }
  }

  @Test
  void submit_ofABrokenWrite_doesNotStopTheQueue() throws InterruptedException {
    queue.submit(
        "a",
        () -> {
          throw new IllegalStateException("a bug");
        });
    awaitIdle();
    queue.submit("a", () -> performed.add("a"));

    awaitIdle();
    assertEquals(List.of("a"), performed);
  }

  @Test
  void submit_ofOneKey_neverRunsTwoAtATime() throws InterruptedException {
    var running = new AtomicInteger();
    var overlaps = new AtomicInteger();
    for (int i = 0; i < 2_000; i++) {
      queue.submit(
          "a",
          () -> {
            if (running.incrementAndGet() > 1) {
              overlaps.incrementAndGet();
            }
            Thread.onSpinWait();
            running.decrementAndGet();
          });
    }

    awaitIdle();
    assertEquals(0, overlaps.get());
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(DEADLINE_SECONDS, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitIdle() throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    while (!queue.isIdle()) {
      assertTrue(System.nanoTime() < deadline, "the queue is not done");
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }
}
