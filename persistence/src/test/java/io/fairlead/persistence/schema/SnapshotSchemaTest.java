package io.fairlead.persistence.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.ipam.AddressPool;
import io.fairlead.ipam.AddressPoolEvent;
import io.fairlead.ipam.GrantReason;
import io.fairlead.journal.Ledger;
import io.fairlead.net.IpAddress;
import io.fairlead.placement.Penalty;
import io.fairlead.placement.PlacementMemory;
import io.fairlead.placement.Succession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Whole states to their stored form and back; one stored file of every version. */
class SnapshotSchemaTest {
  private final ObjectMapper json = new ObjectMapper();

  private static Stored sample(String name, int version) throws IOException {
    var file = "/stored/" + name + "-" + version + ".json";
    try (var in = SnapshotSchemaTest.class.getResourceAsStream(file)) {
      var bytes = Objects.requireNonNull(in, name).readAllBytes();
      return new Stored(name, version, new String(bytes, StandardCharsets.UTF_8));
    }
  }

  @Test
  void theSampleOfAPool_isReadAsThePoolThatItWas_andWrittenTheSame() throws Exception {
    var stored = sample("pool.snapshot", 1);

    var ledger = StoredSchemas.poolSnapshots().read(stored);
    var pool = ledger.state();

    assertEquals(7, ledger.number());
    assertEquals("default", pool.name());
    assertEquals(2, pool.ranges().size());
    assertEquals(1, pool.configured().reservations().size());
    var web = pool.holdingOf(new ServiceKey("shop", "web")).orElseThrow();
    assertEquals(GrantReason.RETURNED, web.grants().getFirst().reason());
    assertEquals(
        "dns", pool.holdingOf(new ServiceKey("shop", "api")).orElseThrow().sharing().key());
    assertTrue(pool.formerHolder(IpAddress.parse("192.168.120.202")).isPresent());
    var written = StoredSchemas.poolSnapshots().write(ledger);
    assertEquals(json.readTree(stored.json()), json.readTree(written.json()));
  }

  @Test
  void theSampleOfAPlacement_isReadAsThePlacementThatItWas_andWrittenTheSame() throws Exception {
    var stored = sample("placement.snapshot", 2);
    var penalty = new Penalty(2_871, true, Instant.parse("2026-03-01T03:12:00.123Z"));

    var ledger = StoredSchemas.placementSnapshots().read(stored);

    assertEquals(
        new Ledger<>(12, placement("node-1", Map.of(new NodeName("node-2"), penalty))), ledger);
    var written = StoredSchemas.placementSnapshots().write(ledger);
    assertEquals(json.readTree(stored.json()), json.readTree(written.json()));
  }

  @Test
  void aPlacementOfVersion1_hasItsOwnersForHomes_andNoPenalties() throws Exception {
    var ledger = StoredSchemas.placementSnapshots().read(sample("placement.snapshot", 1));

    assertEquals(new Ledger<>(12, placement("node-2", Map.of())), ledger);
  }

  private static PlacementMemory placement(String home, Map<NodeName, Penalty> penalties) {
    var address = IpAddress.parse("192.168.120.200");
    var succession = new Succession(4, List.of(new NodeName("node-2"), new NodeName("node-1")));
    var former = new Succession(9, List.of(new NodeName("node-1")));
    return new PlacementMemory(
        3,
        new TreeMap<>(Map.of(address, succession)),
        new TreeMap<>(Map.of(IpAddress.parse("fd00:120::c8"), former)),
        new TreeMap<>(Map.of(address, new NodeName(home))),
        new TreeMap<>(penalties));
  }

  @Test
  void aNewerVersion_isRefused() {
    assertThrows(
        UnreadableEventException.class,
        () -> StoredSchemas.poolSnapshots().read(new Stored("pool.snapshot", 2, "{}")));
    assertThrows(
        UnreadableEventException.class,
        () -> StoredSchemas.poolSnapshots().read(new Stored("pool.retired", 1, "{}")));
  }

  @Property(tries = 300)
  void anyPool_comesBackEqual(@ForAll("events") @Size(max = 20) List<AddressPoolEvent> events) {
    var pool = AddressPool.empty("lan");
    long number = 0;
    for (AddressPoolEvent event : events) {
      try {
        pool = pool.apply(event);
        number++;
      } catch (IllegalStateException _) {
        // Two generated holdings of one address that clash; no pool records such events.
      }
    }

    var stored = StoredSchemas.poolSnapshots().write(new Ledger<>(number, pool));

    assertEquals(new Ledger<>(number, pool), StoredSchemas.poolSnapshots().read(stored));
  }

  @Provide
  Arbitrary<List<AddressPoolEvent>> events() {
    return EventArbitraries.possibleAddressPool().list().ofMaxSize(20);
  }
}
