package io.fairlead.k8s.embedded.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.k8s.embedded.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads Kubernetes' protobuf form, which {@code kubectl create} sends since 1.32, into JSON. Known
 * are the kinds that it has generators for (see {@code protobuf-fields.txt}); another one is
 * refused as an unsupported media type. Zero values are taken as absent, since the form does not
 * tell them apart; only {@code replicas} keeps its zero.
 */
final class ProtobufBody {
  static final String CONTENT_TYPE = "application/vnd.kubernetes.protobuf";

  private static final byte[] MAGIC = {'k', '8', 's', 0};
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED32 = 5;
  private static final Map<String, Map<Integer, Field>> MESSAGES = readMessages();

  private record Field(String name, String type) {}

  private ProtobufBody() {}

  /** The object in the envelope. */
  static ObjectNode decode(ByteBuffer body) {
    try {
      byte[] magic = new byte[MAGIC.length];
      body.get(magic);
      String apiVersion = "";
      String kind = "";
      ByteBuffer raw = ByteBuffer.allocate(0);
      // runtime.Unknown: 1 typeMeta (1 apiVersion, 2 kind), 2 raw.
      while (body.hasRemaining()) {
        long tag = varint(body);
        ByteBuffer value = delimited(body);
        if (tag >> 3 == 2) {
          raw = value;
        } else if (tag >> 3 == 1) {
          while (value.hasRemaining()) {
            long inner = varint(value);
            String text = text(delimited(value));
            apiVersion = inner >> 3 == 1 ? text : apiVersion;
            kind = inner >> 3 == 2 ? text : kind;
          }
        }
      }
      if (!MESSAGES.containsKey(kind)) {
        throw ApiFault.unsupportedMediaType(CONTENT_TYPE + " for " + apiVersion + " " + kind);
      }
      ObjectNode object = Json.object().put("kind", kind).put("apiVersion", apiVersion);
      message(raw, kind, object);
      return object;
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw ApiFault.badRequest("the protobuf body of the request cannot be read: " + e);
    }
  }

  private static void message(ByteBuffer bytes, String name, ObjectNode into) {
    Map<Integer, Field> fields = MESSAGES.getOrDefault(name, Map.of());
    while (bytes.hasRemaining()) {
      long tag = varint(bytes);
      Field field = fields.get((int) (tag >> 3));
      switch ((int) (tag & 7)) {
        case VARINT -> number(field, varint(bytes), into);
        case LENGTH_DELIMITED -> value(field, delimited(bytes), into);
        case FIXED64 -> bytes.position(bytes.position() + Long.BYTES);
        case FIXED32 -> bytes.position(bytes.position() + Integer.BYTES);
        default -> throw new IllegalArgumentException("unknown wire type in " + name);
      }
    }
  }

  private static void number(@Nullable Field field, long value, ObjectNode into) {
    if (field == null || (value == 0 && !field.name().equals("replicas"))) {
      return;
    }
    switch (field.type()) {
      case "bool" -> into.put(field.name(), true);
      case "int32", "int64" -> putNumber(into, field.name(), value);
      default -> throw new IllegalArgumentException(field.name() + " is no number");
    }
  }

  private static void value(@Nullable Field field, ByteBuffer bytes, ObjectNode into) {
    if (field == null) {
      return;
    }
    String type = field.type();
    if (type.startsWith("~")) {
      message(bytes, type.substring(1), into);
    } else if (type.startsWith("map:")) {
      // A map is a list of entries: 1 key, 2 value.
      ObjectNode map = Json.child(into, field.name());
      String key = "";
      while (bytes.hasRemaining()) {
        long tag = varint(bytes);
        ByteBuffer part = delimited(bytes);
        if (tag >> 3 == 1) {
          key = text(part);
          map.put(key, "");
        } else {
          single(type.substring("map:".length()), key, part, map);
        }
      }
    } else if (type.startsWith("list:")) {
      ArrayNode list =
          into.path(field.name()) instanceof ArrayNode known ? known : into.putArray(field.name());
      ObjectNode holder = Json.object();
      single(type.substring("list:".length()), "item", bytes, holder);
      list.add(holder.has("item") ? holder.get("item") : Json.object());
    } else if (bytes.hasRemaining()) {
      single(type, field.name(), bytes, into);
    }
  }

  private static void single(String type, String name, ByteBuffer bytes, ObjectNode into) {
    switch (type) {
      case "string" -> into.put(name, text(bytes));
      case "bytes" -> into.put(name, Base64.getEncoder().encodeToString(array(bytes)));
      case "Quantity" -> {
        varint(bytes);
        into.put(name, text(delimited(bytes)));
      }
      case "Time" -> {
        varint(bytes);
        into.put(name, Instant.ofEpochSecond(varint(bytes)).toString());
      }
      case "IntOrString" -> intOrString(name, bytes, into);
      default -> message(bytes, type, into.putObject(name));
    }
  }

  /** 1 type (0 for a number), 2 the number, 3 the text. */
  private static void intOrString(String name, ByteBuffer bytes, ObjectNode into) {
    boolean isText = false;
    long number = 0;
    String text = "";
    while (bytes.hasRemaining()) {
      switch ((int) (varint(bytes) >> 3)) {
        case 1 -> isText = varint(bytes) == 1;
        case 2 -> number = varint(bytes);
        default -> text = text(delimited(bytes));
      }
    }
    if (isText) {
      into.put(name, text);
    } else {
      putNumber(into, name, number);
    }
  }

  private static void putNumber(ObjectNode into, String name, long value) {
    // Small numbers are ints in parsed JSON too; equality of trees depends on it.
    if (value == (int) value) {
      into.put(name, (int) value);
    } else {
      into.put(name, value);
    }
  }

  private static ByteBuffer delimited(ByteBuffer bytes) {
    int length = Math.toIntExact(varint(bytes));
    ByteBuffer part = bytes.slice(bytes.position(), length);
    bytes.position(bytes.position() + length);
    return part;
  }

  private static long varint(ByteBuffer bytes) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = bytes.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number is too long");
  }

  private static String text(ByteBuffer bytes) {
    return new String(array(bytes), StandardCharsets.UTF_8);
  }

  private static byte[] array(ByteBuffer bytes) {
    byte[] array = new byte[bytes.remaining()];
    bytes.get(array);
    return array;
  }

  private static Map<String, Map<Integer, Field>> readMessages() {
    Map<String, Map<Integer, Field>> messages = new HashMap<>();
    InputStream file = ProtobufBody.class.getResourceAsStream("protobuf-fields.txt");
    try (var lines =
        new BufferedReader(
            new InputStreamReader(Objects.requireNonNull(file), StandardCharsets.UTF_8))) {
      lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(
              line -> {
                String[] words = line.split(" ");
                Map<Integer, Field> fields = new HashMap<>();
                for (int i = 1; i + 2 < words.length; i += 3) {
                  fields.put(Integer.valueOf(words[i]), new Field(words[i + 1], words[i + 2]));
                }
                messages.put(words[0], fields);
              });
      return messages;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
