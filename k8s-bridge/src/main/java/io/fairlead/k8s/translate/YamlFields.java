package io.fairlead.k8s.translate;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One mapping of a YAML tree, read strictly: unknown fields are refused. All methods throw {@link
 * IllegalArgumentException} with a sentence that names the field.
 */
final class YamlFields {
  private final Map<?, ?> fields;
  private final String path;

  private YamlFields(Map<?, ?> fields, String path) {
    this.fields = fields;
    this.path = path;
  }

  /**
   * Checks the names of the fields.
   *
   * @param path where the mapping is, empty for the root
   * @param renamed old spelling to what is written today
   */
  static YamlFields of(Object node, String path, Set<String> known, Map<String, String> renamed) {
    if (!(node instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException(named(path) + " is not a mapping of fields");
    }
    for (Object key : map.keySet()) {
      requireKnown(String.valueOf(key), path, known, renamed);
    }
    return new YamlFields(map, path);
  }

  private static void requireKnown(
      String key, String path, Set<String> known, Map<String, String> renamed) {
    if (known.contains(key)) {
      return;
    }
    String in = " in " + named(path);
    var today = renamed.get(key);
    if (today != null) {
      throw new IllegalArgumentException(
          "\"" + key + "\"" + in + " is an old spelling: write " + today);
    }
    String letters = letters(key);
    var meant = known.stream().filter(name -> letters(name).equals(letters)).findFirst();
    throw new IllegalArgumentException(
        "unknown field \""
            + key
            + "\""
            + in
            + meant
                .map(name -> ": did you mean \"" + name + "\"?")
                .orElse("; known are " + String.join(", ", new TreeSet<>(known))));
  }

  private static String letters(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  private static String named(String path) {
    return path.isEmpty() ? "the configuration" : path;
  }

  /** The path of a field, for messages. */
  String at(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** The text of a scalar; empty when absent or blank. */
  Optional<String> text(String key) {
    var value = fields.get(key);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof String text) {
      return Optional.of(text.strip()).filter(stripped -> !stripped.isEmpty());
    }
    throw new IllegalArgumentException(at(key) + " must be a single value");
  }

  String required(String key) {
    return text(key)
        .orElseThrow(() -> new IllegalArgumentException(at(key) + " is missing; it is required"));
  }

  /** Booleans as YAML 1.1 spells them, since that is what MetalLB read. */
  boolean flag(String key, boolean absent) {
    var text = text(key);
    if (text.isEmpty()) {
      return absent;
    }
    return switch (text.get().toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on", "y" -> true;
      case "false", "no", "off", "n" -> false;
      default ->
          throw new IllegalArgumentException(
              at(key) + " must be true or false, not \"" + text.get() + "\"");
    };
  }

  /** A whole number within the bounds, if there is one. */
  Optional<Long> number(String key, long min, long max) {
    return text(key).map(text -> number(key, text, min, max));
  }

  private long number(String key, String text, long min, long max) {
    try {
      long value = Long.parseLong(text);
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told below, with the bounds.
      return refuseNumber(key, text, min, max);
    }
    return refuseNumber(key, text, min, max);
  }

  private long refuseNumber(String key, String text, long min, long max) {
    throw new IllegalArgumentException(
        at(key) + " must be a number from " + min + " to " + max + ", not \"" + text + "\"");
  }

  /** The items of a list; empty when absent. */
  List<?> list(String key) {
    var value = fields.get(key);
    if (value == null || "".equals(value)) {
      return List.of();
    }
    if (value instanceof List<?> list) {
      return list;
    }
    throw new IllegalArgumentException(at(key) + " must be a list (lines that begin with \"- \")");
  }

  /** The items of a list of scalars. */
  List<String> texts(String key) {
    var items = list(key);
    for (int i = 0; i < items.size(); i++) {
      if (!(items.get(i) instanceof String)) {
        String at = at(key) + "[" + i + "]";
        AddressEntries.placeholder(String.valueOf(items.get(i)).replace("=,", ""))
            .ifPresent(
                text -> {
                  throw new IllegalArgumentException(at + ": " + text);
                });
        throw new IllegalArgumentException(at + " must be a single value");
      }
    }
    return items.stream().map(item -> ((String) item).strip()).toList();
  }

  /** A mapping of scalars; empty when absent. */
  Map<String, String> textMap(String key) {
    var value = fields.get(key);
    if (value == null || "".equals(value)) {
      return Map.of();
    }
    if (value instanceof Map<?, ?> map
        && map.values().stream().allMatch(String.class::isInstance)) {
      var texts = new java.util.TreeMap<String, String>();
      map.forEach((name, text) -> texts.put(String.valueOf(name), String.valueOf(text)));
      return texts;
    }
    throw new IllegalArgumentException(at(key) + " must be a mapping of name to value");
  }

  boolean has(String key) {
    return fields.containsKey(key);
  }
}
