package io.fairlead.persistence.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.journal.Recorded;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The stored form of the events of one kind of entity. Safe for use by many threads.
 *
 * @param <E> the sealed interface of the events
 */
public final class EventSchema<E> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NUMBER = "n";
  private static final String AT = "at";

  private final Function<E, StoredType.Encoded<E>> encoder;
  private final NavigableMap<String, StoredType<E>> types = new TreeMap<>();

  EventSchema(Function<E, StoredType.Encoded<E>> encoder, List<StoredType<E>> types) {
    this.encoder = encoder;
    for (StoredType<E> type : types) {
      if (this.types.put(type.name(), type) != null) {
        throw new IllegalArgumentException("two stored types of the name " + type.name());
      }
    }
  }

  /** Stored names with the newest version of each. */
  public NavigableMap<String, Integer> newestVersions() {
    var versions = new TreeMap<String, Integer>();
    types.forEach((name, type) -> versions.put(name, type.newestVersion()));
    return Collections.unmodifiableNavigableMap(versions);
  }

  /** The stored form, always of the newest version. */
  public Stored write(Recorded<E> recorded) {
    var encoded = encoder.apply(recorded.event());
    ObjectNode json = JSON.createObjectNode();
    var fields = new FieldWriter(json).number(NUMBER, recorded.number()).text(AT, recorded.at());
    encoded.fields().accept(fields);
    StoredType<E> type = encoded.type();
    return new Stored(type.name(), type.newestVersion(), json.toString());
  }

  /**
   * The event of a stored form of any version up to the newest.
   *
   * @throws UnreadableEventException for an unknown type, a newer version or damaged JSON
   */
  public Recorded<E> read(Stored stored) {
    StoredType<E> type = types.get(stored.type());
    if (type == null) {
      throw UnreadableEventException.unknownType(stored);
    }
    var fields = new FieldReader(stored.manifest(), type.upCast(stored, tree(stored)));
    return new Recorded<>(number(fields), at(fields), type.reader().apply(fields));
  }

  /**
   * The running number and time alone, of any type and version.
   *
   * @return a record whose event is the stored form itself
   * @throws UnreadableEventException for damaged JSON
   */
  public static Recorded<Stored> envelope(Stored stored) {
    var fields = new FieldReader(stored.manifest(), tree(stored));
    return new Recorded<>(number(fields), at(fields), stored);
  }

  private static long number(FieldReader fields) {
    return fields.number(NUMBER);
  }

  private static Instant at(FieldReader fields) {
    return fields.parsed(AT, Instant::parse);
  }

  static ObjectNode tree(Stored stored) {
    try {
      JsonNode node = JSON.readTree(stored.json());
      if (node instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw UnreadableEventException.damaged(
          "stored event '" + stored.manifest() + "' is not JSON", e);
    }
    throw UnreadableEventException.damaged(
        "stored event '" + stored.manifest() + "' is not a JSON object");
  }
}
