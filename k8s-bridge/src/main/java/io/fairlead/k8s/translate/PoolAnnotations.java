package io.fairlead.k8s.translate;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.config.Reservation;
import io.fairlead.config.ReuseRules;
import io.fairlead.net.IpAddress;
import io.fairlead.net.IpRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What annotations add to an IPAddressPool: reservations, and the rules of re-use. */
final class PoolAnnotations {
  /** For example {@code 10.0.0.5=shop/web,10.0.0.9,10.0.1.0/28}. */
  static final String RESERVED = "fairlead.io/reserved";

  /** For example {@code 10m}; {@code 0} for none. */
  static final String RETENTION = "fairlead.io/retention";

  /** For example {@code 30s}; {@code 0} for none. */
  static final String QUARANTINE = "fairlead.io/quarantine";

  private PoolAnnotations() {}

  /**
   * The rules of re-use; the default for what is absent.
   *
   * @throws IllegalArgumentException names the annotation that is wrong
   */
  static ReuseRules reuse(Map<String, String> annotations) {
    return new ReuseRules(
        duration(annotations, RETENTION, ReuseRules.DEFAULT.retention()),
        duration(annotations, QUARANTINE, ReuseRules.DEFAULT.quarantine()));
  }

  private static Duration duration(
      Map<String, String> annotations, String name, Duration byDefault) {
    var text = annotations.get(name);
    if (text == null) {
      return byDefault;
    }
    return GoDuration.parseWithDays(text.strip())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "annotation %s is \"%s\": write a duration such as 30s, 10m or 1h30m, or 0"
                        .formatted(name, text)));
  }

  /**
   * The reservations in the order written.
   *
   * @throws IllegalArgumentException names the entry that is wrong
   */
  static List<Reservation> reserved(Map<String, String> annotations, List<IpRange> ranges) {
    var reservations = new ArrayList<Reservation>();
    var text = annotations.getOrDefault(RESERVED, "").strip();
    if (text.isEmpty()) {
      return List.of();
    }
    for (String entry : text.split(",", -1)) {
      var reservation = reservation(entry.strip());
      if (!isInside(reservation.range(), ranges)) {
        throw wrong(entry, "it is not inside spec.addresses");
      }
      for (Reservation other : reservations) {
        if (contradict(reservation, other)) {
          throw wrong(entry, "it overlaps with \"" + other + "\"");
        }
      }
      reservations.add(reservation);
    }
    return List.copyOf(reservations);
  }

  private static Reservation reservation(String entry) {
    int equals = entry.indexOf('=');
    var range = entry.substring(0, equals < 0 ? entry.length() : equals).strip();
    try {
      return new Reservation(
          range(range),
          equals < 0
              ? Optional.empty()
              : Optional.of(ServiceKey.parse(entry.substring(equals + 1).strip()).toString()));
    } catch (IllegalArgumentException e) {
      throw wrong(entry, String.valueOf(e.getMessage()));
    }
  }

  private static IpRange range(String text) {
    if (text.indexOf('-') >= 0 || text.indexOf('/') >= 0) {
      return IpRange.parse(text);
    }
    var address = IpAddress.parse(text);
    return new IpRange(address, address);
  }

  private static boolean isInside(IpRange range, List<IpRange> ranges) {
    return ranges.stream()
        .anyMatch(whole -> whole.contains(range.first()) && whole.contains(range.last()));
  }

  /** Two Services may share a reservation; nothing else may overlap. */
  private static boolean contradict(Reservation one, Reservation other) {
    boolean sameForTwo =
        one.range().equals(other.range())
            && one.service().isPresent()
            && other.service().isPresent();
    return one.range().overlaps(other.range()) && !sameForTwo;
  }

  private static IllegalArgumentException wrong(String entry, String why) {
    return new IllegalArgumentException(
        "annotation %s, \"%s\": %s; write addresses, ranges or CIDRs of the pool, each alone or with"
                .formatted(RESERVED, entry.strip(), why)
            + " =namespace/name");
  }
}
