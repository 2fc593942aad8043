package io.fairlead.persistence.schema;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fairlead.journal.Ledger;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The stored form of the whole state of one kind of entity, at the number of the event it was
 * folded from. Versions work as those of events do.
 *
 * @param <S> the state
 */
public final class SnapshotSchema<S> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NUMBER = "n";

  private final StoredType<S> type;
  private final BiConsumer<S, FieldWriter> writer;

  SnapshotSchema(String name, Function<FieldReader, S> reader, BiConsumer<S, FieldWriter> writer) {
    this(name, List.of(), reader, writer);
  }

  SnapshotSchema(
      String name,
      List<UpCast> upCasts,
      Function<FieldReader, S> reader,
      BiConsumer<S, FieldWriter> writer) {
    this.type = new StoredType<>(name, upCasts, reader);
    this.writer = writer;
  }

  /** Stored name. */
  public String name() {
    return type.name();
  }

  public int newestVersion() {
    return type.newestVersion();
  }

  /** The stored form, always of the newest version. */
  public Stored write(Ledger<S> ledger) {
    var json = JSON.createObjectNode();
    writer.accept(ledger.state(), new FieldWriter(json).number(NUMBER, ledger.number()));
    return new Stored(type.name(), type.newestVersion(), json.toString());
  }

  /**
   * The state of a stored form of any version up to the newest.
   *
   * @throws UnreadableEventException for another type, a newer version or damaged JSON
   */
  public Ledger<S> read(Stored stored) {
    if (!stored.type().equals(type.name())) {
      throw UnreadableEventException.unknownType(stored);
    }
    var fields = new FieldReader(stored.manifest(), type.upCast(stored, EventSchema.tree(stored)));
    return new Ledger<>(fields.number(NUMBER), type.reader().apply(fields));
  }
}
