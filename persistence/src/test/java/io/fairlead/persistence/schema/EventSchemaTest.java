package io.fairlead.persistence.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.journal.Recorded;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventSchemaTest {
  private static final Instant AT = Instant.parse("2026-03-01T03:12:00Z");

  /** A type with a history: {@code ip} became {@code address}, then got a {@code port}. */
  private static final StoredType<Opened> OPENED =
      new StoredType<>(
          "door.opened",
          List.of(EventSchemaTest::nameTheAddress, EventSchemaTest::addThePort),
          fields -> new Opened(fields.text("address"), fields.number("port")));

  private static final EventSchema<Opened> DOORS =
      new EventSchema<>(
          opened ->
              OPENED.with(
                  fields -> fields.text("address", opened.address()).number("port", opened.port())),
          List.of(OPENED));

  private record Opened(String address, long port) {}

  private static ObjectNode nameTheAddress(ObjectNode json) {
    json.set("address", json.remove("ip"));
    return json;
  }

  private static ObjectNode addThePort(ObjectNode json) {
    return json.put("port", 80);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | {\"n\":7,\"at\":\"2026-03-01T03:12:00Z\",\"ip\":\"10.0.0.1\"}",
        "2 | {\"n\":7,\"at\":\"2026-03-01T03:12:00Z\",\"address\":\"10.0.0.1\"}",
        "3 | {\"n\":7,\"at\":\"2026-03-01T03:12:00Z\",\"address\":\"10.0.0.1\",\"port\":80}"
      })
  void read_carriesEveryOlderVersionUpToTheNewest(int version, String json) {
    var read = DOORS.read(new Stored("door.opened", version, json));

    assertEquals(new Recorded<>(7, AT, new Opened("10.0.0.1", 80)), read);
  }

  @Test
  void write_usesTheNewestVersion() {
    var written = DOORS.write(new Recorded<>(7, AT, new Opened("10.0.0.1", 443)));

    assertEquals(
        new Stored(
            "door.opened",
            3,
            "{\"n\":7,\"at\":\"2026-03-01T03:12:00Z\",\"address\":\"10.0.0.1\",\"port\":443}"),
        written);
    assertEquals(3, DOORS.newestVersions().get("door.opened"));
  }

  @Test
  void read_refusesANewerVersionWithASentence() {
    assertUnreadable(
        new Stored("pool.configured", 3, "{}"),
        "event type 'pool.configured' version 3 is newer than this build (knows up to 2): the"
            + " journal was written by a newer version; run that version again, or restore the"
            + " journal from a backup made before the upgrade");
  }

  @Test
  void read_refusesAnUnknownTypeWithASentence() {
    assertUnreadable(
        new Stored("pool.moved", 1, "{}"),
        "event type 'pool.moved' is unknown to this build: the journal was written by a newer"
            + " version; run that version again, or restore the journal from a backup made before"
            + " the upgrade");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "0 | {} | stored event 'pool.configured:0' has a version below 1",
        "1 | {\"n\" | stored event 'pool.configured:1' is not JSON",
        "1 | [] | stored event 'pool.configured:1' is not a JSON object",
        "1 | {} | stored event 'pool.configured:1' needs a whole number in field 'n'",
        "1 | {\"n\":1.5} | stored event 'pool.configured:1' needs a whole number in field 'n'",
        "1 | {\"n\":1,\"at\":\"noon\"} | stored event 'pool.configured:1' has \"noon\" in field"
            + " 'at', which this build cannot read",
        "1 | {\"n\":1,\"at\":\"2026-03-01T03:12:00Z\",\"ranges\":[4]} | stored event"
            + " 'pool.configured:1' needs a list of texts in field 'ranges'",
        "1 | {\"n\":1,\"at\":\"2026-03-01T03:12:00Z\",\"ranges\":[\"x\"]} | stored event"
            + " 'pool.configured:1' has \"x\" in field 'ranges', which this build cannot read",
        "1 | {\"n\":1,\"at\":\"2026-03-01T03:12:00Z\",\"ranges\":[]} | stored event"
            + " 'pool.configured:1' needs true or false in field 'avoidBuggyIps'"
      })
  void read_namesWhatIsDamaged(int version, String json, String fault) {
    assertUnreadable(
        new Stored("pool.configured", version, json),
        "the journal is damaged: "
            + fault
            + "; restore it from a backup, or remove it to have addresses adopted from Service"
            + " status");
  }

  @ParameterizedTest
  @CsvSource({"pool.configured", "pool:", ":", "''", "pool:x", "pool:99999999999"})
  void ofManifest_refusesWhatIsNoTypeAndVersion(String manifest) {
    assertThrows(UnreadableEventException.class, () -> Stored.ofManifest(manifest, "{}"));
  }

  @Test
  void all_haveDistinctNames() {
    var names = new TreeSet<String>();
    int count = 0;
    for (EventSchema<?> schema : StoredSchemas.all()) {
      names.addAll(schema.newestVersions().keySet());
      count += schema.newestVersions().size();
    }

    assertEquals(count, names.size());
  }

  private static void assertUnreadable(Stored stored, String message) {
    var thrown =
        assertThrows(
            UnreadableEventException.class, () -> StoredSchemas.addressPool().read(stored));

    assertEquals(message, thrown.getMessage());
  }
}
