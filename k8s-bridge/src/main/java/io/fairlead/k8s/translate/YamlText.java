package io.fairlead.k8s.translate;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Maps, lists, texts, numbers and booleans as YAML. A text that some reader of YAML 1.1 could take
 * for something else, such as {@code 007}, {@code 1:30} or {@code no}, is quoted.
 */
final class YamlText {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][A-Za-z0-9./_-]*");
  private static final Pattern PLAIN_VALUE =
      Pattern.compile("[0-9]+[hms][0-9hms]*|[0-9]+(\\.[0-9]+){3}(/[0-9]+|-[0-9]+(\\.[0-9]+){3})?");
  private static final Set<String> WORDS =
      Set.of("true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan", "inf");

  private final StringBuilder text = new StringBuilder();

  private YamlText() {}

  static String of(Map<?, ?> map) {
    var yaml = new YamlText();
    yaml.map(map, "", "");
    return yaml.text.toString();
  }

  /**
   * @param first before the first line, {@code indent} before the others
   */
  private void map(Map<?, ?> map, String first, String indent) {
    String lead = first;
    for (var entry : map.entrySet()) {
      text.append(lead).append(scalar(entry.getKey())).append(':');
      value(entry.getValue(), indent);
      lead = indent;
    }
  }

  private void value(Object value, String indent) {
    switch (value) {
      case Map<?, ?> map when !map.isEmpty() -> {
        text.append('\n');
        map(map, indent + "  ", indent + "  ");
      }
      case Map<?, ?> _ -> text.append(" {}\n");
      case List<?> list when !list.isEmpty() -> {
        text.append('\n');
        list.forEach(item -> item(item, indent));
      }
      case List<?> _ -> text.append(" []\n");
      default -> text.append(' ').append(scalar(value)).append('\n');
    }
  }

  private void item(Object item, String indent) {
    if (item instanceof Map<?, ?> map && !map.isEmpty()) {
      map(map, indent + "- ", indent + "  ");
    } else {
      text.append(indent).append('-');
      value(item, indent + "  ");
    }
  }

  private static String scalar(Object value) {
    if (!(value instanceof String string)) {
      return String.valueOf(value);
    }
    boolean plain =
        (PLAIN.matcher(string).matches() || PLAIN_VALUE.matcher(string).matches())
            && !WORDS.contains(string.toLowerCase(Locale.ROOT));
    return plain ? string : quoted(string);
  }

  private static String quoted(String string) {
    var quoted = new StringBuilder("\"");
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ' || c >= 0x7F) {
        quoted.append("\\u%04x".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
