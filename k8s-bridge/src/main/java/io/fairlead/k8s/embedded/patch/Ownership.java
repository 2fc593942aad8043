package io.fairlead.k8s.embedded.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.k8s.embedded.http.ApiFault;
import io.fairlead.k8s.embedded.http.ApiFault.Cause;
import io.fairlead.k8s.embedded.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Who owns which field: kept on every write, asked and enforced by server-side apply. */
public final class Ownership {
  private static final String FIELD = "managedFields";

  private final MergeRules rules;
  private final boolean statusApart;

  /**
   * @param statusApart whether the status has a subresource, so that a write to the object itself
   *     never owns any of it
   */
  public Ownership(MergeRules rules, boolean statusApart) {
    this.rules = rules;
    this.statusApart = statusApart;
  }

  /**
   * Who writes.
   *
   * @param time RFC 3339
   */
  public record Writer(String name, String subresource, String apiVersion, String time) {}

  /** Notes a write that was no apply: the writer owns what it changed, others lose it. */
  public void recordUpdate(@Nullable ObjectNode before, ObjectNode after, Writer writer) {
    NavigableMap<FieldPath, JsonNode> old =
        before == null ? new TreeMap<>() : FieldValues.of(before, rules);
    NavigableMap<FieldPath, JsonNode> now = FieldValues.of(after, rules);
    NavigableSet<FieldPath> changed = new TreeSet<>();
    now.forEach(
        (path, value) -> {
          if (!value.equals(old.get(path))) {
            changed.add(path);
          }
        });
    if (statusApart && writer.subresource().isEmpty()) {
      changed.removeIf(path -> path.steps().getFirst().equals("f:status"));
    }
    NavigableSet<FieldPath> removed = new TreeSet<>(old.keySet());
    removed.removeAll(now.keySet());
    FieldOwner self = owner(writer, "Update", changed);
    List<FieldOwner> owners = new ArrayList<>();
    boolean known = false;
    for (FieldOwner owner : before == null ? List.<FieldOwner>of() : read(before)) {
      NavigableSet<FieldPath> fields = new TreeSet<>(owner.fields());
      fields.removeAll(removed);
      if (owner.sameWriter(self)) {
        known = true;
        fields.addAll(changed);
      } else {
        fields.removeAll(changed);
      }
      owners.add(owner.withFields(fields, writer.time()));
    }
    if (!known) {
      owners.add(self);
    }
    write(after, owners);
  }

  /**
   * Server-side apply: the applied fields merged into the live object, and fields that this writer
   * applied earlier, does not apply any more and nobody else owns, removed. Without {@code force},
   * changing a field of another owner is a 409.
   */
  public ObjectNode apply(
      @Nullable ObjectNode live, ObjectNode applied, Writer writer, boolean force) {
    NavigableMap<FieldPath, JsonNode> wanted = FieldValues.of(applied, rules);
    FieldOwner self = owner(writer, "Apply", new TreeSet<>(wanted.keySet()));
    if (live == null) {
      ObjectNode created = applied.deepCopy();
      write(created, List.of(self));
      return created;
    }
    NavigableMap<FieldPath, JsonNode> current = FieldValues.of(live, rules);
    NavigableSet<FieldPath> changed = new TreeSet<>();
    wanted.forEach(
        (path, value) -> {
          if (!value.equals(current.get(path))) {
            changed.add(path);
          }
        });
    List<FieldOwner> owners = new ArrayList<>();
    List<Cause> conflicts = new ArrayList<>();
    NavigableSet<FieldPath> abandoned = new TreeSet<>();
    boolean known = false;
    for (FieldOwner owner : read(live)) {
      if (owner.sameWriter(self)) {
        known = true;
        abandoned.addAll(owner.fields());
        owners.add(owner.withFields(self.fields(), writer.time()));
      } else {
        NavigableSet<FieldPath> lost = new TreeSet<>(owner.fields());
        lost.retainAll(changed);
        lost.forEach(path -> conflicts.add(conflict(owner, path)));
        NavigableSet<FieldPath> kept = new TreeSet<>(owner.fields());
        kept.removeAll(lost);
        owners.add(owner.withFields(kept, writer.time()));
      }
    }
    if (!conflicts.isEmpty() && !force) {
      throw ApiFault.applyConflict(conflicts);
    }
    if (!known) {
      owners.add(self);
    }
    owners.forEach(owner -> abandoned.removeAll(owner.fields()));
    ObjectNode merged = live.deepCopy();
    var merge = new ApplyMerge(rules);
    merge.merge(merged, applied);
    merge.remove(merged, abandoned);
    write(merged, owners);
    return merged;
  }

  private static Cause conflict(FieldOwner owner, FieldPath path) {
    String how =
        owner.operation().equals("Apply")
            ? ""
            : " using "
                + owner.apiVersion()
                + (owner.subresource().isEmpty()
                    ? ""
                    : " with subresource \"" + owner.subresource() + "\"");
    return new Cause(
        "FieldManagerConflict", path.shown(), "conflict with \"" + owner.name() + "\"" + how);
  }

  private static FieldOwner owner(Writer writer, String operation, NavigableSet<FieldPath> fields) {
    return new FieldOwner(
        writer.name(), operation, writer.subresource(), writer.apiVersion(), writer.time(), fields);
  }

  private static List<FieldOwner> read(ObjectNode object) {
    List<FieldOwner> owners = new ArrayList<>();
    Json.at(object, "metadata", FIELD).forEach(entry -> owners.add(FieldOwner.read(entry)));
    return owners;
  }

  private static void write(ObjectNode object, List<FieldOwner> owners) {
    ObjectNode metadata = Json.metadata(object);
    ArrayNode list = Json.array();
    owners.stream()
        .filter(owner -> !owner.fields().isEmpty())
        .forEach(owner -> list.add(owner.write()));
    if (list.isEmpty()) {
      metadata.remove(FIELD);
    } else {
      metadata.set(FIELD, list);
    }
  }
}
