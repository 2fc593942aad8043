package io.fairlead.persistence.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import io.fairlead.ipam.AddressPoolEvent;
import io.fairlead.journal.Ledger;
import io.fairlead.persistence.adapter.StoredAdapters;
import io.fairlead.persistence.log.EventLogReader;
import io.fairlead.persistence.log.LogQuery;
import io.fairlead.persistence.log.LogRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A writer that is killed at any moment loses nothing that it acknowledged. */
class JournalKillIT {
  private static final int KILLS = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void killedWriters_loseNoAcknowledgedEvent() throws Exception {
    long seed = System.nanoTime();
    System.err.println("JournalKillIT seed " + seed);
    var random = new Random(seed);
    NavigableMap<String, Long> stored = new TreeMap<>();

    for (int round = 0; round < KILLS; round++) {
      int acks = 50 + random.nextInt(1_000);
      try (var child = ChildJvm.start("storm", folder)) {
        child.await(0, acks, line -> line.startsWith("ack "), PATIENCE);
        child.kill();

        NavigableMap<String, Long> before = stored;
        stored = storedNumbers();
        assertEachAtLeast(before, stored);
        assertEachAtLeast(child.acked(), stored);
      }
    }

    assertEquals(Storm.ENTITIES, stored.size());
    assertEveryEntityRecovers(stored);
  }

  @Test
  void aReader_seesEverythingAcknowledged_whileTheWriterWrites() throws Exception {
    try (var child = ChildJvm.start("storm", folder)) {
      child.await(0, 500, line -> line.startsWith("ack "), PATIENCE);
      int heardBefore = child.lines().size();
      try (var reader = EventLogReader.open(folder)) {
        for (int look = 0; look < 5; look++) {
          int heard = child.lines().size();
          NavigableMap<String, Long> acked = child.acked();

          assertEachAtLeast(acked, numbers(reader));

          child.await(heard, 100, line -> line.startsWith("ack "), PATIENCE);
        }
      }
      assertTrue(
          child.lines().stream().skip(heardBefore).noneMatch(line -> line.startsWith("unknown ")),
          "no write failed because of the reader");
      child.kill();
    }
  }

  private NavigableMap<String, Long> storedNumbers() {
    try (var reader = EventLogReader.open(folder)) {
      return numbers(reader);
    }
  }

  /** The last number of each entity; fails on a gap or on an event that is not as written. */
  private static NavigableMap<String, Long> numbers(EventLogReader reader) {
    var numbers = new TreeMap<String, Long>();
    for (LogRecord logged : (Iterable<LogRecord>) reader.read(LogQuery.all())::iterator) {
      long last = numbers.getOrDefault(logged.persistenceId(), 0L);
      assertEquals(last + 1, logged.number(), logged::persistenceId);
      assertTrue(Storm.isGenuine(logged), logged::toString);
      numbers.put(logged.persistenceId(), logged.number());
    }
    return numbers;
  }

  private static void assertEachAtLeast(
      NavigableMap<String, Long> acked, NavigableMap<String, Long> stored) {
    acked.forEach(
        (entity, number) ->
            assertTrue(
                stored.getOrDefault(entity, 0L) >= number,
                () -> entity + ": acknowledged " + number + ", stored " + stored.get(entity)));
  }

  private void assertEveryEntityRecovers(NavigableMap<String, Long> stored) {
    try (var journal = EmbeddedJournal.open(folder)) {
      var config = journal.config().withFallback(ConfigFactory.load());
      var kit = ActorTestKit.create("recovery", config);
      try {
        var probe = kit.<Ledger<Optional<AddressPoolEvent>>>createTestProbe();
        stored.forEach(
            (entity, number) -> {
              var actor =
                  kit.spawn(
                      RecordingActor.create(
                          entity, StoredAdapters.addressPool(), kit.system().ignoreRef()));
              actor.tell(new RecordingActor.GetLedger<>(probe.ref()));
              var ledger = probe.receiveMessage(PATIENCE);
              assertEquals(number, ledger.number());
              assertEquals(Optional.of(Storm.event(entity, number)), ledger.state());
            });
      } finally {
        kit.shutdownTestKit();
      }
    }
  }
}
