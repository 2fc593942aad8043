package io.fairlead.k8s.translate;

import io.fairlead.net.IpAddress;
import java.util.List;
import java.util.Optional;

/** Reads addresses that the API server or another program wrote. */
final class AddressText {
  private AddressText() {}

  /** The texts that are addresses, in order; others, such as {@code None}, are skipped. */
  static List<IpAddress> parseAll(List<String> texts) {
    return texts.stream().flatMap(text -> parse(text).stream()).toList();
  }

  private static Optional<IpAddress> parse(String text) {
    try {
      return Optional.of(IpAddress.parse(text));
    } catch (IllegalArgumentException e) {
      // Nothing to act on: it is not ours to judge what others write.
      return Optional.empty();
    }
  }
}
