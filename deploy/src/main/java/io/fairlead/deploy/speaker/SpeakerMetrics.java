package io.fairlead.deploy.speaker;

import io.fairlead.cluster.NodeName;
import io.fairlead.deploy.metrics.Metric;
import io.fairlead.net.IpAddress;
import io.fairlead.speaker.hello.HelloCounters;
import io.fairlead.speaker.l2.L2Counters;
import io.fairlead.speaker.plan.Announcement;
import io.fairlead.table.AnnouncementTable;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** All metrics of a speaker. */
public final class SpeakerMetrics {
  /**
   * Where the values are read, by any thread.
   *
   * @param announced by layer 2 at present
   * @param hello empty without hello sessions
   */
  public record Sources(
      NodeName self,
      Supplier<NavigableMap<IpAddress, Announcement>> announced,
      Supplier<AnnouncementTable> table,
      Supplier<L2Counters> layer2,
      Supplier<Optional<HelloCounters>> hello) {}

  private SpeakerMetrics() {}

  public static List<Metric> of(Sources sources) {
    return Stream.of(
            AnnouncedMetrics.of(sources.self(), sources.announced(), sources.table()),
            Layer2Metrics.of(sources.layer2()),
            HelloMetrics.of(sources.hello()))
        .flatMap(List::stream)
        .toList();
  }
}
