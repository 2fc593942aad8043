package io.fairlead.deploy.speaker;

import io.fairlead.cluster.NodeName;
import io.fairlead.deploy.metrics.Metric;
import io.fairlead.net.IpAddress;
import io.fairlead.speaker.plan.Announcement;
import io.fairlead.table.AnnouncementTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What a speaker announces, and what it knows of that. */
final class AnnouncedMetrics {
  private static final String LAYER2 = "layer2";

  private AnnouncedMetrics() {}

  static List<Metric> of(
      NodeName self,
      Supplier<? extends Map<IpAddress, Announcement>> announced,
      Supplier<AnnouncementTable> table) {
    return List.of(
        Metric.gauge(
            "metallb_speaker_announced",
            "1 for each Service and address that this node announces.",
            List.of("service", "protocol", "node", "ip"),
            to -> announced(self, announced.get(), table.get(), to)),
        Metric.gauge(
            "fairlead_speaker_table_addresses",
            "Addresses in the announcement table, whichever node announces them.",
            List.of(),
            Metric.one(() -> Optional.of(table.get()), known -> known.entries().size())));
  }

  private static void announced(
      NodeName self,
      Map<IpAddress, Announcement> announced,
      AnnouncementTable table,
      Metric.Sink to) {
    for (var address : announced.keySet()) {
      var entry = table.entries().get(address);
      if (entry != null) {
        entry
            .services()
            .forEach(
                service -> to.put(1, service.toString(), LAYER2, self.value(), address.toString()));
      }
    }
  }
}
