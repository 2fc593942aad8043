package io.fairlead.k8s.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

  @Test
  void submitAsync_hasNoMoreUnderWayThanThePaceAllows_andDoesAll() throws InterruptedException {
    var underWay = new LinkedBlockingQueue<CompletableFuture<Void>>();
    for (int i = 0; i < 40; i++) {
      queue.submitAsync(
          "key " + i,
          () -> {
            var answer = new CompletableFuture<Void>();
            underWay.add(answer);
            return answer.thenRun(() -> performed.add("done"));
          });
    }

    for (int left = 40; left > 0; left--) {
      var answer = underWay.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
      assertNotNull(answer, "as many are begun as may be");
      assertTrue(underWay.size() < 4, "but no more");
      answer.complete(null);
    }
    awaitIdle();
    assertEquals(40, performed.size());
  }

  @Test
  void submitAsync_ofAWriteWhoseAnswerIsAFault_triesAgain() throws InterruptedException {
    for (Exception fault :
        List.of(
            new KubernetesClientException("conflict", 409, null),
            new TimeoutException(),
            new IOException("reset"))) {
      var attempts = new AtomicInteger();
      queue.submitAsync(
          "a",
          () ->
              attempts.incrementAndGet() == 1
                  ? CompletableFuture.failedFuture(fault)
                  : CompletableFuture.completedFuture(null));
      awaitIdle();
      assertEquals(2, attempts.get(), fault.toString());
    }
  }

  @Test
  void submit_standsBackWhileTheOtherQueueIsBusy_butDoesNotStarve() throws InterruptedException {
    var answer = new CompletableFuture<Void>();
    queue.submitAsync("busy", () -> answer);
    try (var second = new WriteQueue("second", new WriteQueue.Pace(1, 0, 2), Optional.of(queue))) {
      long began = System.nanoTime();
      for (int i = 0; i < 5; i++) {
        second.submit("key " + i, () -> performed.add("late"));
      }
      awaitIdle(second);
      long took = System.nanoTime() - began;
      assertEquals(5, performed.size());
      assertTrue(took >= TimeUnit.MILLISECONDS.toNanos(300), "five in " + took + " ns");

      answer.complete(null);
      awaitIdle();
      assertTrue(queue.quietNanos() >= 0);
      for (int i = 0; i < 500; i++) {
        second.submit("more " + i, () -> performed.add("more"));
      }
      awaitIdle(second);
      assertEquals(505, performed.size());
    }
  }

  @Test
  void stats_tellWhatCameOfEachAttempt_andWhatWasGivenUp() throws InterruptedException {
    queue.submit("written", () -> performed.add("a"));
    queue.submitCompared("unchanged", () -> WriteOutcome.UNCHANGED);
    var conflicts = new AtomicInteger();
    queue.submitAsync(
        "conflict",
        () ->
            conflicts.incrementAndGet() <= 2
                ? CompletableFuture.failedFuture(new KubernetesClientException("no", 409, null))
                : CompletableFuture.completedFuture(null));
    queue.submitAsync(
        "gone", () -> CompletableFuture.failedFuture(new KubernetesClientException("", 404, null)));
    queue.submitAsync(
        "refused",
        () -> CompletableFuture.failedFuture(new KubernetesClientException("", 403, null)));
    queue.submitAsync("silent", () -> CompletableFuture.failedFuture(new TimeoutException()));
    queue.submitAsync(
        "bug", () -> CompletableFuture.failedFuture(new IllegalStateException("a bug")));
    awaitIdle();

    var stats = queue.stats("test");
    assertEquals(
        Map.of(
            WriteOutcome.WRITTEN, 2L,
            WriteOutcome.UNCHANGED, 1L,
            WriteOutcome.CONFLICT, 2L,
            WriteOutcome.GONE, 1L,
            WriteOutcome.FAILED, 1L + 5 + 1),
        stats.attempts());
    assertEquals(2 + 4, stats.retries());
    assertEquals(3, stats.abandoned(), "refused, silent and broken ones");
    assertEquals(0, stats.waiting());
  }

  @Test
  void stats_countWhatWaitsAndRuns() throws InterruptedException {
    var answer = new CompletableFuture<Void>();
    for (int i = 0; i < 7; i++) {
      queue.submitAsync("key " + i, () -> answer);
    }

    assertEquals(7, queue.stats("test").waiting());
    answer.complete(null);
    awaitIdle();
    assertEquals(0, queue.stats("test").waiting());
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(DEADLINE_SECONDS, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitIdle() throws InterruptedException {
    awaitIdle(queue);
  }

  private static void awaitIdle(WriteQueue queue) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    while (!queue.isIdle()) {
      assertTrue(System.nanoTime() < deadline, "the queue is not done");
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }
}
