package io.fairlead.deploy.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.cluster.NodeName;
import io.fairlead.deploy.controller.ControllerBoard;
import io.fairlead.deploy.controller.ControllerMetrics;
import io.fairlead.deploy.speaker.SpeakerMetrics;
import io.fairlead.speaker.l2.L2Counters;
import io.fairlead.table.AnnouncementTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/metrics.md} against what the programs register. */
class MetricsDocTest {
  private static final Path PAGE =
      Path.of(System.getProperty("fairlead.root", ".."), "docs", "metrics.md");

  private static List<Metric> controller() {
    return ControllerMetrics.of(new ControllerBoard());
  }

  private static List<Metric> speaker() {
    var nothing = new L2Counters.Totals(0, 0, 0, 0, 0, 0, 0, 0);
    return SpeakerMetrics.of(
        new SpeakerMetrics.Sources(
            new NodeName("node"),
            TreeMap::new,
            () -> AnnouncementTable.EMPTY,
            () -> new L2Counters(new TreeMap<>(), new TreeMap<>(), nothing, new TreeMap<>()),
            Optional::empty));
  }

  @Test
  void everyMetric_isInTheTable_withItsTypeAndLabels() throws IOException {
    var registered = new TreeSet<String>();
    controller().forEach(metric -> registered.add(line(metric, "controller")));
    speaker().forEach(metric -> registered.add(line(metric, "speaker")));

    assertEquals(String.join("\n", registered), String.join("\n", documented()));
  }

  private static String line(Metric metric, String program) {
    return "%s %s %s %s"
        .formatted(
            metric.name(), metric.kind().text(), program, String.join(", ", metric.labels()));
  }

  private static Set<String> documented() throws IOException {
    var rows = new TreeSet<String>();
    try (Stream<String> lines = Files.lines(PAGE)) {
      for (String line : lines.filter(each -> each.startsWith("| `")).toList()) {
        var cells = Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
        var program = cells.get(4).split(",", -1)[0];
        rows.add(
            "%s %s %s %s"
                .formatted(cells.get(1).replace("`", ""), cells.get(2), program, cells.get(3)));
      }
    }
    return rows;
  }

  @Test
  void allOfAProgramsMetrics_canBeRegisteredTogether() {
    for (var metrics : List.of(controller(), speaker())) {
      var names = new TreeSet<String>();
      MetricsServer.registry(metrics).scrape().forEach(s -> names.add(s.getMetadata().getName()));
      assertTrue(names.size() > metrics.size());
    }
  }

  @Test
  void whatTheLibraryAdds_isAboutTheMachineAndTheProcessAlone() {
    for (var snapshot : MetricsServer.registry(List.of()).scrape()) {
      var name = snapshot.getMetadata().getPrometheusName();
      assertTrue(name.startsWith("jvm_") || name.startsWith("process_"), name);
    }
  }

  @Test
  void namesStartWithTheirOrigin() {
    Stream.concat(controller().stream(), speaker().stream())
        .map(Metric::name)
        .forEach(
            name -> assertTrue(name.startsWith("metallb_") || name.startsWith("fairlead_"), name));
  }
}
