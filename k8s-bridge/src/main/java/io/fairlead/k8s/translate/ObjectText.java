package io.fairlead.k8s.translate;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fairlead.config.ConfigRule;
import io.fairlead.k8s.validate.ConfigRefusal;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the parts that all objects share, tolerant of what is absent. */
final class ObjectText {
  private ObjectText() {}

  static String where(HasMetadata object) {
    var meta = meta(object);
    return object.getKind() + " " + orEmpty(meta.getNamespace()) + "/" + orEmpty(meta.getName());
  }

  static ObjectMeta meta(HasMetadata object) {
    var meta = object.getMetadata();
    return meta == null ? new ObjectMeta() : meta;
  }

  static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  /** The list without nulls; empty when absent. */
  static <T> List<T> orEmpty(@Nullable List<T> list) {
    var present = new ArrayList<T>();
    if (list != null) {
      list.stream().filter(item -> item != null).forEach(present::add);
    }
    return present;
  }

  static SortedMap<String, String> labels(HasMetadata object) {
    var labels = meta(object).getLabels();
    return labels == null ? new TreeMap<>() : withoutNulls(labels);
  }

  static SortedMap<String, String> annotations(HasMetadata object) {
    var annotations = meta(object).getAnnotations();
    return annotations == null ? new TreeMap<>() : withoutNulls(annotations);
  }

  static SortedMap<String, String> withoutNulls(java.util.Map<String, String> map) {
    var sorted = new TreeMap<String, String>();
    map.forEach(
        (key, value) -> {
          if (key != null) {
            sorted.put(key, orEmpty(value));
          }
        });
    return sorted;
  }

  /** 0 when the time is absent or no RFC 3339 time. */
  static long createdAtEpochMillis(HasMetadata object) {
    var text = meta(object).getCreationTimestamp();
    if (text == null) {
      return 0;
    }
    try {
      return OffsetDateTime.parse(text).toInstant().toEpochMilli();
    } catch (DateTimeParseException e) {
      return 0;
    }
  }

  /**
   * Refuses a value that is listed twice.
   *
   * @throws ConfigRefusal names the field and the value
   */
  static <T> void requireDistinct(
      List<T> values, String field, ConfigRule rule, Function<T, String> text) {
    var seen = new HashSet<T>();
    for (T value : values) {
      if (!seen.add(value)) {
        throw new ConfigRefusal(rule, "duplicate definition of " + field + " " + text.apply(value));
      }
    }
  }
}
