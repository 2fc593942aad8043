package io.fairlead.persistence.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One stored type: its name, how to read its newest version, and how to get there from older ones.
 *
 * @param upCasts from version 1 to 2, from 2 to 3 and so on; their number gives the newest version
 */
record StoredType<E>(String name, List<UpCast> upCasts, Function<FieldReader, E> reader) {
  StoredType {
    upCasts = List.copyOf(upCasts);
  }

  /** A type that has had one form only. */
  static <E> StoredType<E> first(String name, Function<FieldReader, E> reader) {
    return new StoredType<>(name, List.of(), reader);
  }

  int newestVersion() {
    return upCasts.size() + 1;
  }

  /** An event of this type, given what writes its fields. */
  Encoded<E> with(Consumer<FieldWriter> fields) {
    return new Encoded<>(this, fields);
  }

  /**
   * The newest form of an older tree.
   *
   * @throws UnreadableEventException when the version is newer than this build knows, or below 1
   */
  ObjectNode upCast(Stored stored, ObjectNode json) {
    if (stored.version() > newestVersion()) {
      throw UnreadableEventException.newerVersion(stored, newestVersion());
    }
    if (stored.version() < 1) {
      throw UnreadableEventException.damaged(
          "stored event '" + stored.manifest() + "' has a version below 1");
    }
    ObjectNode tree = json;
    for (UpCast upCast : upCasts.subList(stored.version() - 1, upCasts.size())) {
      tree = upCast.apply(tree);
    }
    return tree;
  }

  /** What to write for one event. */
  record Encoded<E>(StoredType<E> type, Consumer<FieldWriter> fields) {}
}
