package io.fairlead.deploy.speaker;

import io.fairlead.deploy.metrics.Metric;
import io.fairlead.deploy.metrics.Metric.Samples;
import io.fairlead.speaker.l2.L2Counters;
import io.fairlead.speaker.l2.L2Counters.OfAddress;
import io.fairlead.speaker.l2.L2Counters.Totals;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Counters of ARP and Neighbor Discovery. */
final class Layer2Metrics {
  private static final List<String> BY_ADDRESS = List.of("ip");
  private static final List<String> BY_REASON = List.of("reason");

  private Layer2Metrics() {}

  static List<Metric> of(Supplier<L2Counters> counters) {
    return List.of(
        Metric.untypedCounter(
            "metallb_layer2_requests_received",
            "Requests for an address announced here, by ARP or NDP.",
            BY_ADDRESS,
            byAddress(counters, OfAddress::requestsReceived)),
        Metric.untypedCounter(
            "metallb_layer2_responses_sent",
            "Answers to requests for an address announced here, by ARP or NDP.",
            BY_ADDRESS,
            byAddress(counters, OfAddress::responsesSent)),
        Metric.untypedCounter(
            "metallb_layer2_gratuitous_sent",
            "Unasked announcements of an address, by ARP or NDP.",
            BY_ADDRESS,
            byAddress(counters, OfAddress::gratuitousSent)),
        Metric.counter(
            "fairlead_layer2_arp_dropped_total",
            "ARP packets that got no answer, by reason.",
            BY_REASON,
            byReason(counters, L2Counters::dropped)),
        Metric.counter(
            "fairlead_layer2_ndp_dropped_total",
            "Packets of Neighbor Discovery that got no answer, by reason.",
            BY_REASON,
            byReason(counters, L2Counters::ndpDropped)),
        total(counters, "frames_unsent", "Frames that the kernel had no room for.", Totals::unsent),
        total(
            counters,
            "interface_failures",
            "How often an interface failed under way and was opened anew.",
            Totals::portFailures),
        total(
            counters,
            "groups_refused",
            "Multicast groups that the kernel refused to join.",
            Totals::groupsRefused),
        total(
            counters, "probes_sent", "Questions sent before a first announcement.", Totals::probes),
        total(
            counters,
            "addresses_occupied",
            "Addresses that such a question found in use.",
            Totals::occupied),
        total(
            counters,
            "conflicts",
            "Claims of strangers to addresses that are announced here.",
            Totals::conflicts),
        total(
            counters,
            "peer_claims",
            "Claims of other nodes of the cluster to addresses that are announced here.",
            Totals::peerClaims),
        total(counters, "knocks", "Questions where a node is that went away.", Totals::knocks));
  }

  private static Metric total(
      Supplier<L2Counters> counters, String name, String help, ToDoubleFunction<Totals> value) {
    return Metric.counter(
        "fairlead_layer2_" + name + "_total",
        help,
        List.of(),
        Metric.one(() -> Optional.of(counters.get().totals()), value));
  }

  private static Samples byAddress(
      Supplier<L2Counters> counters, ToDoubleFunction<OfAddress> value) {
    return to ->
        counters
            .get()
            .byAddress()
            .forEach((ip, of) -> to.put(value.applyAsDouble(of), ip.toString()));
  }

  private static Samples byReason(
      Supplier<L2Counters> counters, Function<L2Counters, Map<? extends Enum<?>, Long>> dropped) {
    return to ->
        dropped
            .apply(counters.get())
            .forEach(
                (reason, count) ->
                    to.put(count.doubleValue(), reason.name().toLowerCase(Locale.ROOT)));
  }
}
