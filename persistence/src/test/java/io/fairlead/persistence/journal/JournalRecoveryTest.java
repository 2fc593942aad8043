package io.fairlead.persistence.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.config.ReuseRules;
import io.fairlead.ipam.AddressPoolEvent;
import io.fairlead.ipam.AddressPoolEvent.AddressesAssigned;
import io.fairlead.ipam.AddressPoolEvent.AddressesReleased;
import io.fairlead.ipam.AddressPoolEvent.PoolConfigured;
import io.fairlead.ipam.AddressPoolEvent.PoolRetired;
import io.fairlead.ipam.ClearReason;
import io.fairlead.ipam.Grant;
import io.fairlead.ipam.GrantReason;
import io.fairlead.ipam.PoolRefusal;
import io.fairlead.ipam.RejectReason;
import io.fairlead.ipam.ServiceAssignmentEvent.AssignmentCleared;
import io.fairlead.ipam.ServiceAssignmentEvent.AssignmentMade;
import io.fairlead.ipam.ServiceAssignmentEvent.AssignmentRefused;
import io.fairlead.ipam.Sharing;
import io.fairlead.journal.Ledger;
import io.fairlead.journal.Recorded;
import io.fairlead.net.IpAddress;
import io.fairlead.net.IpRange;
import io.fairlead.persistence.adapter.StoredAdapters;
import io.fairlead.persistence.adapter.StoredSerializer;
import io.fairlead.persistence.log.EventLogReader;
import io.fairlead.persistence.log.LogQuery;
import io.fairlead.persistence.schema.EventSchema;
import io.fairlead.persistence.schema.Stored;
import io.fairlead.persistence.schema.StoredSchemas;
import io.fairlead.placement.PlacementCause;
import io.fairlead.placement.PlacementEvent.AddressPlaced;
import io.fairlead.placement.PlacementEvent.AddressUnplaced;
import io.fairlead.placement.PlacementEvent.GenerationStarted;
import io.fairlead.placement.Succession;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.typed.EventAdapter;
import org.apache.pekko.serialization.SerializationExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entities on the real journal, with the settings that it gives. */
class JournalRecoveryTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final List<IpAddress> BOTH =
      List.of(IpAddress.parse("10.0.42.0"), IpAddress.parse("fd00::1"));
  private static final List<Grant> GRANTS =
      BOTH.stream().map(address -> new Grant(address, GrantReason.FIRST_FREE)).toList();
  private static final String ID = "Recording|a";

  private static final List<AddressPoolEvent> POOL_EVENTS =
      List.of(
          new PoolConfigured(
              List.of(IpRange.parse("10.0.42.0/24")), true, List.of(), ReuseRules.DEFAULT),
          new AddressesAssigned(
              new ServiceKey("shop", "web"), GRANTS, "digest", Sharing.NONE, Instant.EPOCH),
          new AddressesReleased(new ServiceKey("shop", "web"), List.of(), Instant.EPOCH),
          new PoolRetired());

  @TempDir Path folder;
  private EmbeddedJournal journal;
  private ActorTestKit kit;

  @BeforeEach
  void start() {
    journal = EmbeddedJournal.open(folder);
    kit = ActorTestKit.create("recovery", journal.config().withFallback(ConfigFactory.load()));
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
    journal.close();
  }

  private void restart() {
    stop();
    start();
  }

  @Test
  void addressPoolEvents_areRecoveredByTheNextActorSystem() {
    assertRecovered(StoredAdapters.addressPool(), StoredSchemas.addressPool(), POOL_EVENTS);
  }

  @Test
  void serviceAssignmentEvents_areRecoveredByTheNextActorSystem() {
    assertRecovered(
        StoredAdapters.serviceAssignment(),
        StoredSchemas.serviceAssignment(),
        List.of(
            new AssignmentMade("default", GRANTS, "digest"),
            new AssignmentRefused(
                List.of(new PoolRefusal("default", RejectReason.POOL_EXHAUSTED, "")), "digest"),
            new AssignmentCleared(ClearReason.SERVICE_DELETED)));
  }

  @Test
  void placementEvents_areRecoveredByTheNextActorSystem() {
    assertRecovered(
        StoredAdapters.placement(),
        StoredSchemas.placement(),
        List.of(
            new GenerationStarted(1),
            new AddressPlaced(
                BOTH.getLast(),
                new Succession(3, List.of(new NodeName("node-1"))),
                PlacementCause.NEW_ADDRESS),
            new AddressUnplaced(BOTH.getLast(), 3)));
  }

  private <E> void assertRecovered(
      EventAdapter<Recorded<E>, Stored> adapter, EventSchema<E> schema, List<E> events) {
    append(adapter, events);

    restart();

    assertEquals(
        new Ledger<>(events.size(), Optional.of(events.getLast())),
        ledger(spawn(adapter, kit.system().ignoreRef())));
    try (var reader = EventLogReader.open(folder)) {
      var stored = reader.read(LogQuery.ofEntity(ID)).map(logged -> logged.stored()).toList();
      assertEquals(events, stored.stream().map(one -> schema.read(one).event()).toList());
    }
  }

  @Test
  void aMissingRow_stopsTheEntityWithASentence() throws Exception {
    append(StoredAdapters.addressPool(), POOL_EVENTS);
    execute("DELETE FROM event_journal WHERE sequence_number = 3");

    String fault = recoveryFault();

    assertTrue(
        fault.contains("the journal is damaged: expected event number 3 but found 4"), fault);
  }

  @Test
  void anEventOfANewerVersion_stopsTheEntityWithASentence() throws Exception {
    append(StoredAdapters.addressPool(), POOL_EVENTS);
    execute(
        "UPDATE event_journal SET event_ser_manifest = 'pool.retired:2' WHERE sequence_number = 4");

    String fault = recoveryFault();

    assertTrue(
        fault.contains(
            "event type 'pool.retired' version 2 is newer than this build (knows up to 1)"),
        fault);
  }

  @Test
  void storedEvents_areBoundToTheirSerializer() throws Exception {
    var serialization = SerializationExtension.get(kit.system());

    assertInstanceOf(StoredSerializer.class, serialization.serializerFor(Stored.class));
    assertEquals(760_001, serialization.serializerFor(Stored.class).identifier());
  }

  private String recoveryFault() {
    restart();
    var faults = kit.<String>createTestProbe();
    spawn(StoredAdapters.addressPool(), faults.ref());
    return faults.receiveMessage(PATIENCE);
  }

  private <E> void append(EventAdapter<Recorded<E>, Stored> adapter, List<E> events) {
    var acks = kit.<Long>createTestProbe();
    spawn(adapter, kit.system().ignoreRef())
        .tell(
            new RecordingActor.Append<>(
                events.size(), number -> events.get((int) number - 1), acks.ref()));
    acks.expectMessage(PATIENCE, (long) events.size());
  }

  private <E> Ledger<Optional<E>> ledger(ActorRef<RecordingActor.Command<E>> entity) {
    var probe = kit.<Ledger<Optional<E>>>createTestProbe();
    entity.tell(new RecordingActor.GetLedger<>(probe.ref()));
    return probe.receiveMessage(PATIENCE);
  }

  private <E> ActorRef<RecordingActor.Command<E>> spawn(
      EventAdapter<Recorded<E>, Stored> adapter, ActorRef<String> faults) {
    return kit.spawn(RecordingActor.create(ID, adapter, faults));
  }

  private void execute(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + journal.file());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
