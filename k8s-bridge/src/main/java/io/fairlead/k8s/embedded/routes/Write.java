package io.fairlead.k8s.embedded.routes;

import io.fairlead.k8s.embedded.http.ApiFault;
import io.fairlead.k8s.embedded.http.ApiRequest;
import io.fairlead.k8s.embedded.kinds.ServedKind;
import java.util.ArrayList;
import java.util.List;

/**
 * One write, as far as its path, query and headers tell.
 *
 * @param namespace empty for a kind of the whole cluster
 * @param name empty when a create leaves it to the body
 * @param subresource empty, or {@code status}
 * @param owner who the changed fields will belong to
 * @param unknownFields what to do about fields that the schema does not know
 * @param warnings collects what the client is told beside the result
 */
record Write(
    ServedKind kind,
    String namespace,
    String name,
    String subresource,
    boolean dryRun,
    boolean force,
    String owner,
    UnknownFields unknownFields,
    List<String> warnings) {

  enum UnknownFields {
    IGNORE,
    WARN,
    REFUSE
  }

  static Write of(ResourcePath path, ApiRequest request) {
    String owner = request.query("fieldManager");
    if (owner.isEmpty()) {
      owner = request.userAgent().split("[/ ]", 2)[0];
    }
    UnknownFields unknownFields =
        switch (request.query("fieldValidation")) {
          case "Strict" -> UnknownFields.REFUSE;
          case "Ignore" -> UnknownFields.IGNORE;
          case "Warn", "" -> UnknownFields.WARN;
          default -> throw ApiFault.badRequest("fieldValidation must be Ignore, Warn or Strict");
        };
    String dryRun = request.query("dryRun");
    if (!dryRun.isEmpty() && !dryRun.equals("All")) {
      throw ApiFault.badRequest("dryRun: Unsupported value: \"" + dryRun + "\": use \"All\"");
    }
    List<String> warnings = new ArrayList<>();
    if (!path.kind().deprecation().isEmpty()) {
      warnings.add(path.kind().deprecation());
    }
    return new Write(
        path.kind(),
        path.namespace(),
        path.name(),
        path.subresource(),
        !dryRun.isEmpty(),
        request.flag("force"),
        owner.isEmpty() ? "unknown" : owner,
        unknownFields,
        warnings);
  }

  /** The same write, to see what would come of it: nothing is stored, nobody is warned. */
  Write draft() {
    return new Write(
        kind, namespace, name, subresource, true, force, owner, unknownFields, new ArrayList<>());
  }

  boolean toStatus() {
    return subresource.equals("status");
  }

  ApiFault conflict(String why) {
    return ApiFault.conflict(kind.group(), kind.plural(), name, why);
  }

  ApiFault notFound() {
    return ApiFault.notFound(kind.group(), kind.plural(), name);
  }

  /** The same write of the object that has this name now. */
  Write named(String actual) {
    return new Write(
        kind, namespace, actual, subresource, dryRun, force, owner, unknownFields, warnings);
  }
}
