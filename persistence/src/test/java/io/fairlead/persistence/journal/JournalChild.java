package io.fairlead.persistence.journal;

import com.typesafe.config.ConfigFactory;
import io.fairlead.ipam.AddressPoolEvent;
import io.fairlead.persistence.adapter.StoredAdapters;
import io.fairlead.persistence.log.EventLogReader;
import io.fairlead.persistence.log.LogQuery;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * The other process of the tests. Arguments: what to do, and the journal's folder. It reports on
 * stdout, a line at a time.
 */
final class JournalChild {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(8);

  private JournalChild() {}

  public static void main(String[] args) throws IOException {
    var folder = Path.of(args[1]);
    switch (args[0]) {
      case "hold" -> hold(folder);
      case "storm" -> storm(folder);
      case "dump" -> dump(folder);
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  /** Holds the journal open until stdin ends. */
  private static void hold(Path folder) throws IOException {
    try (var journal = EmbeddedJournal.open(folder)) {
      say("open " + journal.file());
      System.in.transferTo(OutputStream.nullOutputStream());
    } catch (JournalUnavailableException e) {
      say("refused " + e.getMessage());
    }
  }

  /** Writes until it is killed; says {@code ack entity number} or {@code unknown entity}. */
  private static void storm(Path folder) {
    var journal = EmbeddedJournal.open(folder);
    var config = journal.config().withFallback(ConfigFactory.load());
    ActorSystem.create(stormBehavior(), "storm", config);
    say("open " + journal.file());
  }

  private static Behavior<Void> stormBehavior() {
    return Behaviors.setup(
        context -> {
          var system = context.getSystem();
          for (int i = 0; i < Storm.ENTITIES; i++) {
            var entity =
                context.spawn(
                    RecordingActor.create(
                        Storm.entity(i), StoredAdapters.addressPool(), system.ignoreRef()),
                    "pool-" + i);
            append(system, entity, i);
          }
          return Behaviors.empty();
        });
  }

  private static void append(
      ActorSystem<?> system, ActorRef<RecordingActor.Command<AddressPoolEvent>> entity, int index) {
    String name = Storm.entity(index);
    var _ =
        AskPattern.<RecordingActor.Command<AddressPoolEvent>, Long>ask(
                entity,
                replyTo ->
                    new RecordingActor.Append<>(
                        Storm.batch(index), number -> Storm.event(name, number), replyTo),
                ANSWER_WITHIN,
                system.scheduler())
            .whenComplete(
                (number, failure) -> {
                  say(
                      failure == null
                          ? "ack " + name + " " + number
                          : "unknown " + name + " " + failure.getMessage());
                  append(system, entity, index);
                });
  }

  /** Says {@code event entity number} for every genuine event, {@code wrong} for any other. */
  private static void dump(Path folder) {
    try (var reader = EventLogReader.open(folder)) {
      reader
          .read(LogQuery.all())
          .forEach(
              logged ->
                  say(
                      (Storm.isGenuine(logged) ? "event " : "wrong ")
                          + logged.persistenceId()
                          + " "
                          + logged.number()));
    }
  }

  private static synchronized void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
