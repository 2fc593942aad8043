package io.fairlead.k8s.embedded.view;

import io.fairlead.k8s.embedded.kinds.KindRegistry;
import io.fairlead.k8s.embedded.kinds.ServedKind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The OpenAPI v2 document in the protobuf form that older kubectl versions ask for. It lists the
 * query parameters that patches understand and no schemas; such a client then leaves validation to
 * the server. Field numbers are those of {@code openapi.v2.Document}.
 */
public final class OpenApiV2 {
  public static final String CONTENT_TYPE =
      "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

  private static final int LENGTH_DELIMITED = 2;
  private static final int SEVEN_BITS = 0x7f;
  private static final int MORE_FOLLOWS = 0x80;

  private OpenApiV2() {}

  public static byte[] document(KindRegistry registry) {
    ByteArrayOutputStream paths = new ByteArrayOutputStream();
    registry.kinds().forEach(kind -> field(paths, 2, path(kind)));
    ByteArrayOutputStream info = new ByteArrayOutputStream();
    field(info, 1, "Fairlead embedded API");
    field(info, 2, "v1.32.0");
    ByteArrayOutputStream document = new ByteArrayOutputStream();
    field(document, 1, "2.0");
    field(document, 2, info.toByteArray());
    field(document, 8, paths.toByteArray());
    field(document, 9, new byte[0]);
    return document.toByteArray();
  }

  /** NamedPathItem: 1 name, 2 PathItem, whose field 8 is the patch operation. */
  private static byte[] path(ServedKind kind) {
    String root = kind.group().isEmpty() ? "/api/" : "/apis/" + kind.group() + "/";
    String namespace = kind.namespaced() ? "/namespaces/{namespace}/" : "/";
    ByteArrayOutputStream item = new ByteArrayOutputStream();
    field(item, 8, operation(kind));
    ByteArrayOutputStream named = new ByteArrayOutputStream();
    field(named, 1, root + kind.version() + namespace + kind.plural() + "/{name}");
    field(named, 2, item.toByteArray());
    return named.toByteArray();
  }

  /** Operation: 8 parameters, 13 vendor extensions. */
  private static byte[] operation(ServedKind kind) {
    ByteArrayOutputStream operation = new ByteArrayOutputStream();
    for (String name : List.of("dryRun", "fieldManager", "fieldValidation")) {
      field(operation, 8, parameter(name));
    }
    ByteArrayOutputStream any = new ByteArrayOutputStream();
    field(
        any,
        2,
        "group: \""
            + kind.group()
            + "\"\nkind: "
            + kind.kind()
            + "\nversion: "
            + kind.version()
            + "\n");
    ByteArrayOutputStream extension = new ByteArrayOutputStream();
    field(extension, 1, "x-kubernetes-group-version-kind");
    field(extension, 2, any.toByteArray());
    field(operation, 13, extension.toByteArray());
    return operation.toByteArray();
  }

  /** ParametersItem.parameter.non_body_parameter.query_parameter_sub_schema. */
  private static byte[] parameter(String name) {
    ByteArrayOutputStream query = new ByteArrayOutputStream();
    field(query, 2, "query");
    field(query, 4, name);
    field(query, 6, "string");
    return wrap(1, wrap(2, wrap(3, query.toByteArray())));
  }

  private static byte[] wrap(int number, byte[] content) {
    ByteArrayOutputStream outer = new ByteArrayOutputStream();
    field(outer, number, content);
    return outer.toByteArray();
  }

  private static void field(ByteArrayOutputStream out, int number, String text) {
    field(out, number, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void field(ByteArrayOutputStream out, int number, byte[] content) {
    varint(out, (number << 3) | LENGTH_DELIMITED);
    varint(out, content.length);
    out.writeBytes(content);
  }

  private static void varint(ByteArrayOutputStream out, int value) {
    int rest = value;
    while (rest > SEVEN_BITS) {
      out.write((rest & SEVEN_BITS) | MORE_FOLLOWS);
      rest >>>= 7;
    }
    out.write(rest);
  }
}
