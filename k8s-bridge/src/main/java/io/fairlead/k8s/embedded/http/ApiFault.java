package io.fairlead.k8s.embedded.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.k8s.embedded.json.Json;
import java.util.List;
import java.util.stream.Collectors;

/** A refusal, with the Status object that tells the client why. */
public final class ApiFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;
  private final transient ObjectNode status;

  /** One field at fault; the reasons are Kubernetes' own, such as {@code FieldValueInvalid}. */
  public record Cause(String reason, String field, String message) {
    public static Cause invalid(String field, Object value, String why) {
      String shown =
          value instanceof Number || value instanceof Boolean ? "" + value : quoted(value);
      return new Cause("FieldValueInvalid", field, "Invalid value: " + shown + ": " + why);
    }

    public static Cause required(String field, String why) {
      return new Cause(
          "FieldValueRequired", field, "Required value" + (why.isEmpty() ? "" : ": " + why));
    }

    public static Cause duplicate(String field, Object value) {
      return new Cause("FieldValueDuplicate", field, "Duplicate value: " + quoted(value));
    }

    public static Cause forbidden(String field, String why) {
      return new Cause("FieldValueForbidden", field, "Forbidden: " + why);
    }

    public static Cause unsupported(String field, Object value, List<String> supported) {
      String choices =
          supported.stream().map(Cause::quoted).sorted().collect(Collectors.joining(", "));
      return new Cause(
          "FieldValueNotSupported",
          field,
          "Unsupported value: " + quoted(value) + ": supported values: " + choices);
    }

    private static String quoted(Object value) {
      return "\"" + value + "\"";
    }
  }

  private ApiFault(int code, String reason, String message, ObjectNode details) {
    super(message);
    this.code = code;
    this.status = Json.object();
    status.put("kind", "Status").put("apiVersion", "v1");
    status.putObject("metadata");
    status.put("status", "Failure").put("message", message).put("reason", reason);
    if (!details.isEmpty()) {
      status.set("details", details);
    }
    status.put("code", code);
  }

  public int code() {
    return code;
  }

  public ObjectNode status() {
    return status;
  }

  public static ApiFault notFound(String group, String plural, String name) {
    return new ApiFault(
        404,
        "NotFound",
        resource(group, plural) + " \"" + name + "\" not found",
        details(group, plural, name));
  }

  public static ApiFault noSuchPath() {
    return new ApiFault(
        404, "NotFound", "the server could not find the requested resource", Json.object());
  }

  public static ApiFault alreadyExists(String group, String plural, String name) {
    return new ApiFault(
        409,
        "AlreadyExists",
        resource(group, plural) + " \"" + name + "\" already exists",
        details(group, plural, name));
  }

  public static ApiFault conflict(String group, String plural, String name, String why) {
    return new ApiFault(
        409,
        "Conflict",
        "Operation cannot be fulfilled on " + resource(group, plural) + " \"" + name + "\": " + why,
        details(group, plural, name));
  }

  /** An apply that would take fields from other owners. */
  public static ApiFault applyConflict(List<Cause> causes) {
    ObjectNode details = Json.object();
    putCauses(details, causes);
    String message =
        causes.stream().map(c -> c.message() + ": " + c.field()).collect(Collectors.joining("; "));
    String number = causes.size() + (causes.size() == 1 ? " conflict: " : " conflicts: ");
    return new ApiFault(409, "Conflict", "Apply failed with " + number + message, details);
  }

  public static ApiFault invalid(String group, String kind, String name, List<Cause> causes) {
    ObjectNode details = details(group, kind, name);
    putCauses(details, causes);
    String all =
        causes.stream().map(c -> c.field() + ": " + c.message()).collect(Collectors.joining(", "));
    return new ApiFault(
        422,
        "Invalid",
        resource(group, kind)
            + " \""
            + name
            + "\" is invalid: "
            + (causes.size() == 1 ? all : "[" + all + "]"),
        details);
  }

  public static ApiFault badRequest(String message) {
    return new ApiFault(400, "BadRequest", message, Json.object());
  }

  public static ApiFault forbidden(String group, String plural, String name, String why) {
    return new ApiFault(
        403,
        "Forbidden",
        resource(group, plural) + " \"" + name + "\" is forbidden: " + why,
        details(group, plural, name));
  }

  /** The version asked for is older than the history. */
  public static ApiFault unauthorized() {
    return new ApiFault(401, "Unauthorized", "Unauthorized", Json.object());
  }

  public static ApiFault expired(String message) {
    return new ApiFault(410, "Expired", message, Json.object());
  }

  /** The version asked for is not reached yet. */
  public static ApiFault tooLargeVersion(long asked, long current) {
    ObjectNode details = Json.object();
    details.put("retryAfterSeconds", 1);
    putCauses(
        details, List.of(new Cause("ResourceVersionTooLarge", "", "Too large resource version")));
    return new ApiFault(
        504, "Timeout", "Too large resource version: " + asked + ", current: " + current, details);
  }

  public static ApiFault unsupportedMediaType(String type) {
    return new ApiFault(
        415,
        "UnsupportedMediaType",
        "the body of the request was in an unknown format - this type is not accepted here: "
            + type,
        Json.object());
  }

  public static ApiFault methodNotAllowed() {
    return new ApiFault(
        405,
        "MethodNotAllowed",
        "the server does not allow this method on the requested resource",
        Json.object());
  }

  /** What an admission webhook says. */
  public static ApiFault denied(int code, String reason, String message) {
    return new ApiFault(code, reason, message, Json.object());
  }

  public static ApiFault internal(String message) {
    return new ApiFault(500, "InternalError", "Internal error occurred: " + message, Json.object());
  }

  private static String resource(String group, String plural) {
    return group.isEmpty() ? plural : plural + "." + group;
  }

  private static ObjectNode details(String group, String kind, String name) {
    ObjectNode details = Json.object();
    details.put("name", name);
    if (!group.isEmpty()) {
      details.put("group", group);
    }
    return details.put("kind", kind);
  }

  private static void putCauses(ObjectNode details, List<Cause> causes) {
    var list = details.putArray("causes");
    for (Cause cause : causes) {
      ObjectNode entry = list.addObject();
      entry.put("reason", cause.reason()).put("message", cause.message());
      if (!cause.field().isEmpty()) {
        entry.put("field", cause.field());
      }
    }
  }
}
