package io.fairlead.k8s.embedded.routes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.k8s.embedded.http.ApiFault;
import io.fairlead.k8s.embedded.http.ApiFault.Cause;
import io.fairlead.k8s.embedded.json.Json;
import io.fairlead.k8s.embedded.kinds.ServedKind;
import io.fairlead.k8s.embedded.patch.Ownership;
import io.fairlead.k8s.embedded.rules.KindRules;
import io.fairlead.k8s.embedded.rules.Names;
import io.fairlead.k8s.embedded.schema.SchemaDefaults;
import io.fairlead.k8s.embedded.store.ObjectName;
import io.fairlead.k8s.embedded.store.ObjectStore;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What happens to an object between the client's wish and the store. Runs inside its lock. */
final class ObjectWriter {
  private static final String RBAC = "rbac.authorization.k8s.io";
  private static final String SUFFIX_LETTERS = "bcdfghjklmnpqrstvwxz2456789";
  private static final int SUFFIX_CHARS = 5;
  private static final Set<String> SYSTEM_METADATA =
      Set.of(
          "uid",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "generation",
          "managedFields",
          "namespace",
          "name",
          "resourceVersion");

  private final ObjectStore store;
  private final Clock clock;
  private final RandomGenerator random;
  private final Removal removal;

  ObjectWriter(ObjectStore store, Clock clock, RandomGenerator random, Removal removal) {
    this.store = store;
    this.clock = clock;
    this.random = random;
    this.removal = removal;
  }

  ObjectNode create(Write write, ObjectNode body) {
    Decoding.checkIdentity(write, body);
    if (!Json.text(body, "metadata", "resourceVersion").isEmpty()) {
      throw ApiFault.badRequest("resourceVersion should not be set on objects to be created");
    }
    return insert(write, body, true);
  }

  /** Replaces the object, or its status when the write is to the status. */
  ObjectNode update(Write write, ObjectNode before, ObjectNode wanted) {
    Decoding.checkIdentity(write, wanted);
    checkVersion(write, before, wanted);
    String uid = Json.text(wanted, "metadata", "uid");
    if (!uid.isEmpty() && !uid.equals(Json.text(before, "metadata", "uid"))) {
      throw write.conflict("Precondition failed: UID in precondition: " + uid);
    }
    return replace(write, before, wanted, true);
  }

  /** Optimistic locking, for whoever names the version that he has read. */
  private static void checkVersion(Write write, ObjectNode before, ObjectNode wanted) {
    String version = Json.text(wanted, "metadata", "resourceVersion");
    if (!version.isEmpty() && !version.equals(Json.text(before, "metadata", "resourceVersion"))) {
      throw write.conflict(
          "the object has been modified; please apply your changes to the latest version and try"
              + " again");
    }
  }

  private static void checkIncarnation(Write write, @Nullable ObjectNode before, String uid) {
    if (uid.isEmpty()) {
      return;
    }
    if (before == null) {
      throw write.conflict(
          "uid mismatch: the provided object specified uid "
              + uid
              + ", and no existing object was found");
    }
    if (!uid.equals(Json.text(before, "metadata", "uid"))) {
      refuse(write, List.of(Cause.invalid("metadata.uid", uid, "field is immutable")));
    }
  }

  /** Server-side apply. {@code before} is null when the object is to be made. */
  ObjectNode apply(Write write, @Nullable ObjectNode before, ObjectNode applied) {
    Decoding.checkIdentity(write, applied);
    if (Json.present(Json.at(applied, "metadata", "managedFields"))) {
      throw ApiFault.badRequest("metadata.managedFields must be nil");
    }
    checkIncarnation(write, before, Json.text(applied, "metadata", "uid"));
    if (before != null) {
      checkVersion(write, before, applied);
    }
    Decoding.prune(write, applied);
    ObjectNode part = applied.deepCopy();
    if (write.toStatus()) {
      keepStatusPart(write, part);
    } else if (write.kind().status()) {
      part.remove("status");
    }
    var ownership = new Ownership(write.kind().mergeRules(), write.kind().status());
    ObjectNode merged = ownership.apply(before, part, writer(write), write.force());
    return before == null ? insert(write, merged, false) : replace(write, before, merged, false);
  }

  /** Built-in kinds take labels and annotations along with a status; custom ones nothing else. */
  private static void keepStatusPart(Write write, ObjectNode part) {
    part.retain("apiVersion", "kind", "metadata", "status");
    if (write.kind().custom()) {
      part.remove("metadata");
    } else {
      Json.metadata(part).retain("labels", "annotations");
    }
  }

  private ObjectNode insert(Write write, ObjectNode object, boolean ownsAll) {
    ServedKind kind = write.kind();
    ObjectNode metadata = Json.metadata(object);
    String prefix = Json.text(metadata, "generateName");
    if (Json.text(metadata, "name").isEmpty() && !prefix.isEmpty()) {
      metadata.put("name", prefix + suffix());
    }
    if (kind.namespaced()) {
      metadata.put("namespace", write.namespace());
      removal.requireActive(write.namespace(), kind);
    }
    Decoding.prune(write, object);
    metadata.remove(List.of("deletionTimestamp", "deletionGracePeriodSeconds", "selfLink"));
    metadata.put("uid", new UUID(random.nextLong(), random.nextLong()).toString());
    metadata.put("creationTimestamp", now());
    if (kind.generation()) {
      metadata.put("generation", 1);
    }
    KindRules rules = kind.rules();
    rules.fill(object, null);
    SchemaDefaults.apply(kind.custom() ? kind.schema() : Json.object(), object);
    if (kind.status()) {
      rules.startStatus(object);
    }
    List<Cause> causes = new ArrayList<>();
    if (kind.group().equals(RBAC)) {
      Names.checkPathSegment(Json.text(metadata, "name"), "metadata.name", causes);
    } else {
      Names.checkSubdomain(Json.text(metadata, "name"), "metadata.name", causes);
    }
    check(write, object, null, causes);
    if (ownsAll) {
      metadata.remove("managedFields");
      new Ownership(kind.mergeRules(), kind.status()).recordUpdate(null, object, writer(write));
    }
    rules.allocate(object, null, causes);
    refuse(write.named(Json.text(metadata, "name")), causes);
    ObjectName name = new ObjectName(write.namespace(), Json.text(metadata, "name"));
    if (store.find(kind.resource(), name) != null) {
      throw ApiFault.alreadyExists(kind.group(), kind.plural(), name.name());
    }
    return write.dryRun() ? object : store.put(kind.resource(), name, object);
  }

  private ObjectNode replace(
      Write write, ObjectNode before, ObjectNode wanted, boolean ownsChanges) {
    ServedKind kind = write.kind();
    ObjectNode object = write.toStatus() ? statusOf(write, before, wanted) : wanted.deepCopy();
    ObjectNode metadata = Json.metadata(object);
    boolean forgetOwners =
        Json.at(object, "metadata", "managedFields").isArray()
            && Json.at(object, "metadata", "managedFields").path(0).isEmpty();
    for (String name : SYSTEM_METADATA) {
      if (ownsChanges || !name.equals("managedFields")) {
        Json.copy(metadata, name, Json.at(before, "metadata", name));
      }
    }
    Decoding.prune(write, object);
    if (kind.status() && !write.toStatus()) {
      Json.copy(object, "status", before.path("status"));
    }
    List<Cause> causes = new ArrayList<>();
    if (write.toStatus()) {
      kind.rules().fillStatus(object);
      Decoding.checkSchema(write, object, causes);
      kind.rules().checkStatus(object, causes);
    } else {
      kind.rules().fill(object, before);
      SchemaDefaults.apply(kind.custom() ? kind.schema() : Json.object(), object);
      check(write, object, before, causes);
    }
    if (ownsChanges && forgetOwners && !write.toStatus()) {
      metadata.remove("managedFields");
    } else if (ownsChanges) {
      new Ownership(kind.mergeRules(), kind.status()).recordUpdate(before, object, writer(write));
    }
    if (!write.toStatus()) {
      kind.rules().allocate(object, before, causes);
    }
    refuse(write, causes);
    return commit(write, before, object);
  }

  private ObjectNode commit(Write write, ObjectNode before, ObjectNode object) {
    ServedKind kind = write.kind();
    if (kind.generation()
        && !write.toStatus()
        && !desired(kind, before).equals(desired(kind, object))) {
      long generation = Json.at(before, "metadata", "generation").asLong();
      Json.metadata(object).put("generation", Math.toIntExact(generation + 1));
    }
    if (object.equals(before) || write.dryRun()) {
      return object;
    }
    ObjectName name = new ObjectName(write.namespace(), write.name());
    ObjectNode stored = store.put(kind.resource(), name, object);
    return removal.finish(kind, name, stored);
  }

  /** The old object with the new status, and for built-in kinds also with the new labels. */
  private static ObjectNode statusOf(Write write, ObjectNode before, ObjectNode wanted) {
    ObjectNode object = before.deepCopy();
    Json.copy(object, "status", wanted.path("status"));
    if (wanted.path("metadata").has("managedFields")) {
      Json.copy(
          Json.metadata(object), "managedFields", Json.at(wanted, "metadata", "managedFields"));
    }
    if (!write.kind().custom()) {
      for (String name : List.of("labels", "annotations")) {
        Json.copy(Json.metadata(object), name, Json.at(wanted, "metadata", name));
      }
    }
    return object;
  }

  private static void check(
      Write write, ObjectNode object, @Nullable ObjectNode before, List<Cause> causes) {
    Decoding.checkSchema(write, object, causes);
    write.kind().rules().check(object, before, causes);
  }

  private static void refuse(Write write, List<Cause> causes) {
    if (!causes.isEmpty()) {
      throw ApiFault.invalid(write.kind().group(), write.kind().kind(), write.name(), causes);
    }
  }

  /** What a person wants of the object: all but its metadata and its status. */
  private static ObjectNode desired(ServedKind kind, ObjectNode object) {
    ObjectNode desired = Json.object();
    desired.setAll(object);
    desired.remove("metadata");
    if (kind.status()) {
      desired.remove("status");
    }
    return desired;
  }

  private Ownership.Writer writer(Write write) {
    return new Ownership.Writer(
        write.owner(), write.subresource(), write.kind().apiVersion(), now());
  }

  private String suffix() {
    var text = new StringBuilder();
    for (int i = 0; i < SUFFIX_CHARS; i++) {
      text.append(SUFFIX_LETTERS.charAt(random.nextInt(SUFFIX_LETTERS.length())));
    }
    return text.toString();
  }

  private String now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
