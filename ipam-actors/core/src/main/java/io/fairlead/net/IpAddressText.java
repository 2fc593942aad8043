package io.fairlead.net;

/** Reads and writes the text forms of addresses: RFC 4291 section 2.2 in, RFC 5952 out. */
final class IpAddressText {
  private static final int IPV6_GROUPS = 8;
  private static final int TEXT_MAX = 45;

  private IpAddressText() {}

  static IpAddress parse(String text) {
    if (text.isEmpty() || text.length() > TEXT_MAX) {
      throw invalid(text);
    }
    return text.indexOf(':') >= 0
        ? parseIpv6(text)
        : new IpAddress(IpFamily.IPV4, 0, parseIpv4(text, text));
  }

  private static long parseIpv4(String part, String whole) {
    String[] octets = part.split("\\.", -1);
    if (octets.length != 4) {
      throw invalid(whole);
    }
    long value = 0;
    for (String octet : octets) {
      value = (value << 8) | octet(octet, whole);
    }
    return value;
  }

  private static int octet(String text, String whole) {
    // A leading zero means octal to some programs and decimal to others, so it is refused.
    boolean ambiguous = text.length() > 1 && text.charAt(0) == '0';
    if (text.isEmpty() || text.length() > 3 || ambiguous || !isAllDigits(text)) {
      throw invalid(whole);
    }
    int value = Integer.parseInt(text);
    if (value > 255) {
      throw invalid(whole);
    }
    return value;
  }

  private static boolean isAllDigits(String text) {
    return text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static IpAddress parseIpv6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      return fromGroups(groups(text, text), new int[0], false, text);
    }
    if (text.indexOf("::", gap + 1) >= 0) {
      throw invalid(text);
    }
    String head = text.substring(0, gap);
    String tail = text.substring(gap + 2);
    return fromGroups(groups(head, text), groups(tail, text), true, text);
  }

  private static int[] groups(String part, String whole) {
    if (part.isEmpty()) {
      return new int[0];
    }
    String[] words = part.split(":", -1);
    boolean dotted = words[words.length - 1].indexOf('.') >= 0;
    int[] groups = new int[words.length + (dotted ? 1 : 0)];
    for (int i = 0; i < words.length; i++) {
      if (dotted && i == words.length - 1) {
        long value = parseIpv4(words[i], whole);
        groups[i] = (int) (value >>> 16);
        groups[i + 1] = (int) (value & 0xFFFF);
      } else {
        groups[i] = group(words[i], whole);
      }
    }
    return groups;
  }

  private static int group(String word, String whole) {
    boolean hex = word.chars().allMatch(c -> c < 128 && Character.digit(c, 16) >= 0);
    if (word.isEmpty() || word.length() > 4 || !hex) {
      throw invalid(whole);
    }
    return Integer.parseInt(word, 16);
  }

  private static IpAddress fromGroups(int[] head, int[] tail, boolean gap, String whole) {
    int missing = IPV6_GROUPS - head.length - tail.length;
    if (gap ? missing < 1 : missing != 0) {
      throw invalid(whole);
    }
    int[] all = new int[IPV6_GROUPS];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(tail, 0, all, IPV6_GROUPS - tail.length, tail.length);
    return new IpAddress(IpFamily.IPV6, half(all, 0), half(all, 4));
  }

  private static long half(int[] groups, int from) {
    long value = 0;
    for (int i = from; i < from + 4; i++) {
      value = (value << 16) | groups[i];
    }
    return value;
  }

  private static IllegalArgumentException invalid(String text) {
    return new IllegalArgumentException("invalid IP address \"" + text + "\"");
  }

  static String format(IpAddress address) {
    return address.family() == IpFamily.IPV4
        ? formatIpv4((int) address.low())
        : formatIpv6(address.high(), address.low());
  }

  private static String formatIpv4(int bits) {
    return (bits >>> 24)
        + "."
        + ((bits >>> 16) & 0xFF)
        + "."
        + ((bits >>> 8) & 0xFF)
        + "."
        + (bits & 0xFF);
  }

  private static String formatIpv6(long high, long low) {
    // RFC 5952 section 5: an IPv4-mapped address keeps its dotted form.
    if (high == 0 && low >>> 32 == 0xFFFF) {
      return "::ffff:" + formatIpv4((int) low);
    }
    int[] groups = new int[IPV6_GROUPS];
    for (int i = 0; i < 4; i++) {
      groups[i] = (int) ((high >>> (48 - 16 * i)) & 0xFFFF);
      groups[4 + i] = (int) ((low >>> (48 - 16 * i)) & 0xFFFF);
    }
    int start = longestZeroRun(groups);
    var text = new StringBuilder();
    for (int i = 0; i < IPV6_GROUPS; i++) {
      if (i == start) {
        text.append("::");
        i += zeroRun(groups, i) - 1;
      } else {
        if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
          text.append(':');
        }
        text.append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }

  /** RFC 5952 section 4.2: the first of the longest runs, and never a single group. */
  private static int longestZeroRun(int[] groups) {
    int best = -1;
    int bestLength = 1;
    for (int i = 0; i < IPV6_GROUPS; i++) {
      int length = zeroRun(groups, i);
      if (length > bestLength) {
        best = i;
        bestLength = length;
      }
    }
    return best;
  }

  private static int zeroRun(int[] groups, int from) {
    int to = from;
    while (to < IPV6_GROUPS && groups[to] == 0) {
      to++;
    }
    return to - from;
  }
}
