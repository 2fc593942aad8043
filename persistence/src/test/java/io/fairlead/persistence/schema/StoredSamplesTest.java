package io.fairlead.persistence.schema;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.cluster.ServicePort;
import io.fairlead.config.Reservation;
import io.fairlead.config.ReuseRules;
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
import io.fairlead.journal.Recorded;
import io.fairlead.net.IpAddress;
import io.fairlead.net.IpRange;
import io.fairlead.placement.Penalty;
import io.fairlead.placement.PlacementCause;
import io.fairlead.placement.PlacementEvent.AddressPlaced;
import io.fairlead.placement.PlacementEvent.AddressTakenOver;
import io.fairlead.placement.PlacementEvent.AddressUnplaced;
import io.fairlead.placement.PlacementEvent.GenerationStarted;
import io.fairlead.placement.PlacementEvent.NodePenalized;
import io.fairlead.placement.Succession;
import io.fairlead.placement.TakeOver;
import io.fairlead.placement.TakeOverCause;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * One stored file of every type and version, decoded for ever. A file is never edited or removed: a
 * new version of a type gets a new file {@code stored/type-version.json} and a line in {@link
 * #EXPECTED}.
 */
class StoredSamplesTest {
  private static final Instant AT = Instant.parse("2026-03-01T03:12:00.123456Z");
  private static final ServiceKey WEB = new ServiceKey("shop", "web");
  private static final List<IpAddress> BOTH =
      List.of(IpAddress.parse("192.168.120.200"), IpAddress.parse("fd00:120::c8"));

  private static final Instant EARLIER = Instant.parse("2026-03-01T03:11:59Z");
  private static final ReuseRules AT_ONCE = new ReuseRules(Duration.ZERO, Duration.ZERO);
  private static final List<IpRange> RANGES =
      List.of(
          IpRange.parse("192.168.120.200-192.168.120.250"),
          IpRange.parse("fd00:120::c8-fd00:120::fa"));
  private static final List<Grant> UNRECORDED =
      BOTH.stream().map(address -> new Grant(address, GrantReason.UNRECORDED)).toList();
  private static final List<Grant> GRANTED =
      List.of(
          new Grant(BOTH.getFirst(), GrantReason.RETURNED),
          new Grant(BOTH.getLast(), GrantReason.FIRST_FREE));

  /** What each sample says; a sample of an older version reads as the event of today. */
  private static final NavigableMap<String, Recorded<?>> EXPECTED =
      new TreeMap<>(
          Map.ofEntries(
              entry(
                  "pool.configured-1",
                  recorded(1, new PoolConfigured(RANGES, true, List.of(), AT_ONCE))),
              entry(
                  "pool.configured-2",
                  recorded(
                      1,
                      new PoolConfigured(
                          RANGES,
                          true,
                          List.of(
                              new Reservation(
                                  IpRange.parse("192.168.120.205-192.168.120.206"),
                                  Optional.of("shop/web")),
                              new Reservation(
                                  IpRange.parse("fd00:120::c9-fd00:120::c9"), Optional.empty())),
                          ReuseRules.DEFAULT))),
              entry("pool.retired-1", recorded(9, new PoolRetired())),
              entry(
                  "pool.addresses-assigned-1",
                  recorded(
                      2, new AddressesAssigned(WEB, UNRECORDED, "5d41402a", Sharing.NONE, AT))),
              entry(
                  "pool.addresses-assigned-2",
                  recorded(
                      2,
                      new AddressesAssigned(
                          WEB,
                          GRANTED,
                          "5d41402a",
                          new Sharing(
                              "dns",
                              "app=dns",
                              List.of(new ServicePort("TCP", 53), new ServicePort("UDP", 53))),
                          EARLIER))),
              entry("pool.addresses-released-1", recorded(3, new AddressesReleased(WEB, BOTH, AT))),
              entry(
                  "pool.addresses-released-2",
                  recorded(3, new AddressesReleased(WEB, BOTH, EARLIER))),
              entry(
                  "assignment.made-1",
                  recorded(1, new AssignmentMade("default", UNRECORDED, "5d41402a"))),
              entry(
                  "assignment.made-2",
                  recorded(1, new AssignmentMade("default", GRANTED, "5d41402a"))),
              entry(
                  "assignment.refused-1",
                  recorded(
                      2,
                      new AssignmentRefused(
                          List.of(
                              new PoolRefusal("default", RejectReason.POOL_EXHAUSTED, ""),
                              new PoolRefusal("edge", RejectReason.ADDRESS_IN_USE, "10.0.42.0")),
                          "7d793037"))),
              entry(
                  "assignment.cleared-1",
                  recorded(3, new AssignmentCleared(ClearReason.SERVICE_DELETED))),
              entry(
                  "placement.address-placed-1",
                  recorded(
                      2,
                      new AddressPlaced(
                          IpAddress.parse("192.168.120.200"),
                          new Succession(
                              4, List.of(new NodeName("node-2"), new NodeName("node-1"))),
                          PlacementCause.OWNER_UNREACHABLE))),
              entry(
                  "placement.address-unplaced-1",
                  recorded(3, new AddressUnplaced(IpAddress.parse("fd00:120::c8"), 4))),
              entry(
                  "placement.address-taken-over-1",
                  recorded(
                      5,
                      new AddressTakenOver(
                          new TakeOver(
                              IpAddress.parse("192.168.120.200"),
                              new NodeName("node-2"),
                              new NodeName("node-1"),
                              5,
                              TakeOverCause.HELLO_SILENT,
                              Instant.parse("2026-03-01T03:11:59.900Z"),
                              Instant.parse("2026-03-01T03:11:59.901Z"),
                              Instant.parse("2026-03-01T03:11:59.902Z"))))),
              entry(
                  "placement.node-penalized-1",
                  recorded(
                      6,
                      new NodePenalized(
                          new NodeName("node-2"),
                          new Penalty(2_871, true, Instant.parse("2026-03-01T03:12:00.123Z"))))),
              entry("placement.generation-started-1", recorded(1, new GenerationStarted(12)))));

  private final ObjectMapper json = new ObjectMapper();

  private static Recorded<?> recorded(long number, Object event) {
    return new Recorded<>(number, AT, event);
  }

  @Test
  void everyVersionOfEveryType_hasASample() throws Exception {
    var versions = new TreeSet<String>();
    for (EventSchema<?> schema : StoredSchemas.all()) {
      schema.newestVersions().forEach((type, newest) -> addVersions(versions, type, newest));
    }

    assertEquals(versions, EXPECTED.keySet(), "EXPECTED");
    StoredSchemas.allSnapshots()
        .forEach(schema -> addVersions(versions, schema.name(), schema.newestVersion()));
    assertEquals(versions, samples(), "stored/type-version.json");
  }

  private static void addVersions(NavigableSet<String> versions, String type, int newest) {
    for (int version = 1; version <= newest; version++) {
      versions.add(type + "-" + version);
    }
  }

  @Test
  void everySample_isReadAsTheEventThatItWas() throws Exception {
    for (String sample : EXPECTED.keySet()) {
      Stored stored = stored(sample);

      Recorded<?> read = schemaOf(stored.type()).read(stored);

      assertEquals(EXPECTED.get(sample), read, sample);
    }
  }

  @Test
  void everySampleOfANewestVersion_isWhatIsWrittenToday() throws Exception {
    for (String sample : EXPECTED.keySet()) {
      Stored stored = stored(sample);
      EventSchema<?> schema = schemaOf(stored.type());

      if (Objects.equals(schema.newestVersions().get(stored.type()), stored.version())) {
        Stored written = rewritten(schema, stored);

        assertEquals(stored.manifest(), written.manifest());
        assertEquals(json.readTree(stored.json()), json.readTree(written.json()), sample);
      }
    }
  }

  private static <E> Stored rewritten(EventSchema<E> schema, Stored stored) {
    return schema.write(schema.read(stored));
  }

  private static EventSchema<?> schemaOf(String type) {
    return StoredSchemas.all().stream()
        .filter(schema -> schema.newestVersions().containsKey(type))
        .findFirst()
        .orElseThrow(() -> new AssertionError("a sample of no known type: " + type));
  }

  private static Stored stored(String sample) {
    int dash = sample.lastIndexOf('-');
    try {
      String text = Files.readString(folder().resolve(sample + ".json"));
      return new Stored(
          sample.substring(0, dash), Integer.parseInt(sample.substring(dash + 1)), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static NavigableSet<String> samples() throws IOException {
    try (var files = Files.list(folder())) {
      return files
          .map(file -> file.getFileName().toString().replaceFirst("\\.json$", ""))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static Path folder() {
    URL url = StoredSamplesTest.class.getResource("/stored");
    assertNotNull(url, "the folder of samples");
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
