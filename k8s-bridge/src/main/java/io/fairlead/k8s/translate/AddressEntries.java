package io.fairlead.k8s.translate;

import io.fairlead.config.ConfigRule;
import io.fairlead.k8s.validate.ConfigRefusal;
import io.fairlead.net.IpRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The address entries of one pool: CIDRs and ranges as text. */
final class AddressEntries {
  private static final Pattern PLACEHOLDER =
      Pattern.compile("[{<][^{}<>\\n]*[}>]\\s*-\\s*[{<][^{}<>\\n]*[}>]");

  private AddressEntries() {}

  /**
   * The ranges in listed order.
   *
   * @param field for the message, for example {@code spec.addresses}
   * @throws ConfigRefusal when there is none, one is malformed, or two overlap
   */
  static List<IpRange> parse(List<String> entries, String field) {
    if (entries.isEmpty()) {
      throw new ConfigRefusal(
          ConfigRule.POOL_EMPTY,
          field
              + " is empty: list at least one CIDR (192.168.10.0/24) or range"
              + " (192.168.10.5-192.168.10.20)");
    }
    var claims = new RangeClaims();
    var ranges = new ArrayList<IpRange>();
    for (int i = 0; i < entries.size(); i++) {
      String at = field + "[" + i + "]";
      var range = parse(entries.get(i), at);
      claims
          .overlapWith(range)
          .ifPresent(
              other -> {
                throw new ConfigRefusal(
                    ConfigRule.RANGE_OVERLAP,
                    at + ": range " + range + " overlaps with " + other.range() + " of this pool");
              });
      claims.add(range, at);
      ranges.add(range);
    }
    return List.copyOf(ranges);
  }

  private static IpRange parse(String entry, String at) {
    placeholder(entry)
        .ifPresent(
            text -> {
              throw new ConfigRefusal(ConfigRule.RANGE, at + ": " + text);
            });
    try {
      return IpRange.parse(entry);
    } catch (IllegalArgumentException e) {
      throw new ConfigRefusal(
          ConfigRule.RANGE,
          at
              + ": "
              + e.getMessage()
              + "; write a CIDR (192.168.10.0/24) or a range (192.168.10.5-192.168.10.20)",
          e);
    }
  }

  /** A sentence about a placeholder such as {@code {ip-start}-{ip-stop}} that was left in. */
  static Optional<String> placeholder(String text) {
    var found = PLACEHOLDER.matcher(text);
    if (!found.find()) {
      return Optional.empty();
    }
    long line = 1 + text.substring(0, found.start()).chars().filter(c -> c == '\n').count();
    return Optional.of(
        "the placeholder "
            + found.group()
            + (text.indexOf('\n') < 0 ? "" : " (line " + line + ")")
            + " is still there: put the first and the last address of your pool in its place, for"
            + " example 192.168.120.200-192.168.120.250");
  }
}
