package io.fairlead.ipam;

import io.fairlead.cluster.IpFamilyPolicy;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.cluster.ServicePort;
import io.fairlead.cluster.ServiceView;
import io.fairlead.cluster.TrafficPolicy;
import io.fairlead.config.LabelSelector;
import io.fairlead.config.PoolConfig;
import io.fairlead.config.Reservation;
import io.fairlead.config.ReuseRules;
import io.fairlead.config.ServiceAllocation;
import io.fairlead.net.IpAddress;
import io.fairlead.net.IpRange;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Pools and Services as scripts write them: a name, then {@code field=value} words. */
final class ScriptObjects {
  private ScriptObjects() {}

  static ServiceKey key(String text) {
    return text.indexOf('/') < 0 ? new ServiceKey("shop", text) : ServiceKey.parse(text);
  }

  /** {@code a:1,b:2} or {@code a=1}. */
  static SortedMap<String, String> map(String text) {
    var map = new TreeMap<String, String>();
    for (String entry : list(text)) {
      var parts = entry.split("[:=]", 2);
      map.put(parts[0], parts[1]);
    }
    return map;
  }

  private static List<String> list(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(","));
  }

  private static NavigableMap<String, String> fields(List<String> words) {
    var fields = new TreeMap<String, String>();
    for (String word : words.subList(1, words.size())) {
      int equals = word.indexOf('=');
      fields.put(
          equals < 0 ? word : word.substring(0, equals),
          equals < 0 ? "" : word.substring(equals + 1));
    }
    return fields;
  }

  static PoolConfig pool(List<String> words) {
    var fields = fields(words);
    boolean pins = List.of("ns", "nssel", "svcsel", "prio").stream().anyMatch(fields::containsKey);
    return new PoolConfig(
        words.getFirst(),
        list(fields.getOrDefault("on", "")).stream().map(ScriptObjects::range).toList(),
        !fields.containsKey("manual"),
        fields.containsKey("avoid"),
        pins ? Optional.of(pin(fields)) : Optional.empty(),
        new TreeMap<>(),
        list(fields.getOrDefault("reserved", "")).stream().map(ScriptObjects::reservation).toList(),
        new ReuseRules(
            duration(fields, "retention", "10m"), duration(fields, "quarantine", "30s")));
  }

  private static Duration duration(NavigableMap<String, String> fields, String name, String none) {
    return Duration.parse("PT" + fields.getOrDefault(name, none).toUpperCase(Locale.ROOT));
  }

  private static IpRange range(String text) {
    return text.indexOf('-') < 0 && text.indexOf('/') < 0
        ? new IpRange(IpAddress.parse(text), IpAddress.parse(text))
        : IpRange.parse(text);
  }

  private static Reservation reservation(String text) {
    var parts = text.split("=", 2);
    return new Reservation(
        range(parts[0]),
        parts.length < 2 ? Optional.empty() : Optional.of(key(parts[1]).toString()));
  }

  private static ServiceAllocation pin(NavigableMap<String, String> fields) {
    return new ServiceAllocation(
        Integer.parseInt(fields.getOrDefault("prio", "0")),
        new TreeSet<>(list(fields.getOrDefault("ns", ""))),
        selectors(fields.getOrDefault("nssel", "")),
        selectors(fields.getOrDefault("svcsel", "")));
  }

  private static List<LabelSelector> selectors(String text) {
    return list(text).stream().map(entry -> new LabelSelector(map(entry), List.of())).toList();
  }

  /** Families: {@code 4}, {@code 6}, {@code prefer46}, {@code require64} and the like. */
  static ServiceView service(List<String> words, int age) {
    var fields = fields(words);
    var family = fields.getOrDefault("ip", "4");
    return new ServiceView(
        key(words.getFirst()),
        family
            .chars()
            .filter(Character::isDigit)
            .mapToObj(c -> IpAddress.parse(c == '4' ? "10.96.0.1" : "fd96::1"))
            .toList(),
        policy(family),
        addresses(fields.getOrDefault("status", "")),
        fields.containsKey("local") ? TrafficPolicy.LOCAL : TrafficPolicy.CLUSTER,
        list(fields.getOrDefault("ports", "TCP/80")).stream().map(ScriptObjects::port).toList(),
        fields.getOrDefault("sel", ""),
        map(fields.getOrDefault("labels", "")),
        annotations(fields),
        fields.getOrDefault("spec", ""),
        age);
  }

  private static IpFamilyPolicy policy(String family) {
    if (family.startsWith("prefer")) {
      return IpFamilyPolicy.PREFER_DUAL_STACK;
    }
    return family.startsWith("require")
        ? IpFamilyPolicy.REQUIRE_DUAL_STACK
        : IpFamilyPolicy.SINGLE_STACK;
  }

  private static List<IpAddress> addresses(String text) {
    return list(text).stream().map(IpAddress::parse).toList();
  }

  private static ServicePort port(String text) {
    var parts = text.split("/");
    return new ServicePort(parts[0], Integer.parseInt(parts[1]));
  }

  private static NavigableMap<String, String> annotations(NavigableMap<String, String> fields) {
    var prefix = fields.containsKey("old") ? "metallb.universe.tf/" : "metallb.io/";
    var annotations = new TreeMap<String, String>();
    Arrays.asList("ips:loadBalancerIPs", "pool:address-pool", "share:allow-shared-ip")
        .forEach(
            pair -> {
              var names = pair.split(":");
              var value = fields.get(names[0]);
              if (value != null) {
                annotations.put(prefix + names[1], value);
              }
            });
    return annotations;
  }
}
