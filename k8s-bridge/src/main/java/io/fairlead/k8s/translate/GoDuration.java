package io.fairlead.k8s.translate;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Durations as Kubernetes objects write them: {@code 90s}, {@code 1m30s}, {@code 1500ms}. */
final class GoDuration {
  private static final Pattern PART =
      Pattern.compile("\\G(\\d{1,9}(?:\\.\\d{0,9})?)(h|ms|m|s|us|µs|ns)");
  private static final Pattern WHOLE =
      Pattern.compile("(?:\\d{1,9}(?:\\.\\d{0,9})?(?:h|ms|m|s|us|µs|ns)){1,8}");
  private static final Pattern DAYS = Pattern.compile("(\\d{1,9})d(.*)");
  private static final Duration MAX = Duration.ofDays(36_500);

  private GoDuration() {}

  /**
   * Reads the text.
   *
   * @throws IllegalArgumentException when it is no duration, or a negative one
   */
  static Duration parse(String text) {
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    if (!WHOLE.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a duration; write 90s, 1m30s or 1500ms");
    }
    var sum = BigDecimal.ZERO;
    var parts = PART.matcher(text);
    while (parts.find()) {
      sum = sum.add(new BigDecimal(parts.group(1)).multiply(nanos(parts.group(2))));
    }
    var limited = sum.min(BigDecimal.valueOf(MAX.toNanos()));
    return Duration.ofNanos(limited.setScale(0, RoundingMode.DOWN).longValueExact());
  }

  private static BigDecimal nanos(String unit) {
    return BigDecimal.valueOf(
        switch (unit) {
          case "h" -> 3_600_000_000_000L;
          case "m" -> 60_000_000_000L;
          case "s" -> 1_000_000_000L;
          case "ms" -> 1_000_000L;
          case "ns" -> 1L;
          default -> 1_000L;
        });
  }

  /** As {@link #parse}, with days as people write them: {@code 30d}. Empty for any other text. */
  static Optional<Duration> parseWithDays(String text) {
    var days = DAYS.matcher(text);
    try {
      if (!days.matches()) {
        return Optional.of(parse(text));
      }
      var whole = Duration.ofDays(Long.parseLong(days.group(1)));
      return Optional.of(days.group(2).isEmpty() ? whole : whole.plus(parse(days.group(2))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The way Go writes whole seconds: {@code 1m30s}. */
  static String format(Duration duration) {
    long hours = duration.toHours();
    String text = hours > 0 ? hours + "h" : "";
    text += hours > 0 || duration.toMinutesPart() > 0 ? duration.toMinutesPart() + "m" : "";
    return text + duration.toSecondsPart() + "s";
  }
}
