package io.fairlead.config;

import java.util.Arrays;

/** A BGP community: standard (RFC 1997) or large (RFC 8092). Ordered, standard ones first. */
public sealed interface BgpCommunity extends Comparable<BgpCommunity> {
  /** Two numbers of 16 bits: {@code 64512:100}. */
  record Standard(int high, int low) implements BgpCommunity {
    public Standard {
      requireWithin(high, 0xFFFF);
      requireWithin(low, 0xFFFF);
    }

    @Override
    public String toString() {
      return high + ":" + low;
    }
  }

  /** Three numbers of 32 bits: {@code large:64512:1:2}. */
  record Large(long administrator, long first, long second) implements BgpCommunity {
    public Large {
      requireWithin(administrator, 0xFFFF_FFFFL);
      requireWithin(first, 0xFFFF_FFFFL);
      requireWithin(second, 0xFFFF_FFFFL);
    }

    @Override
    public String toString() {
      return "large:" + administrator + ":" + first + ":" + second;
    }
  }

  /**
   * Reads {@code a:b} or {@code large:a:b:c}.
   *
   * @throws IllegalArgumentException for any other text
   */
  static BgpCommunity parse(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length == 2) {
      return new Standard((int) number(parts[0], text), (int) number(parts[1], text));
    }
    if (parts.length == 4 && parts[0].equals("large")) {
      return new Large(number(parts[1], text), number(parts[2], text), number(parts[3], text));
    }
    throw invalid(text);
  }

  private static long number(String digits, String text) {
    // More digits than 32 bits can have would not fit the number read.
    if (!digits.matches("[0-9]{1,10}")) {
      throw invalid(text);
    }
    long number = Long.parseLong(digits);
    if (number > (text.startsWith("large:") ? 0xFFFF_FFFFL : 0xFFFF)) {
      throw invalid(text);
    }
    return number;
  }

  private static void requireWithin(long number, long max) {
    if (number < 0 || number > max) {
      throw new IllegalArgumentException(
          "a part of a community is 0 to " + max + ", not " + number);
    }
  }

  private static IllegalArgumentException invalid(String text) {
    return new IllegalArgumentException(
        "invalid community \"" + text + "\": write 64512:100 or large:64512:1:2");
  }

  @Override
  default int compareTo(BgpCommunity other) {
    return Arrays.compare(key(this), key(other));
  }

  private static long[] key(BgpCommunity community) {
    return switch (community) {
      case Standard(var high, var low) -> new long[] {0, high, low};
      case Large(var administrator, var first, var second) ->
          new long[] {1, administrator, first, second};
    };
  }
}
