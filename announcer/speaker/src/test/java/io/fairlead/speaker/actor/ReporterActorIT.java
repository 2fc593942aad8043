package io.fairlead.speaker.actor;

import static io.fairlead.speaker.TestTables.entry;
import static io.fairlead.speaker.TestTables.table;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.MacAddress;
import io.fairlead.placement.NodeInterface;
import io.fairlead.report.ClusterReport;
import io.fairlead.report.NodeReport;
import io.fairlead.report.actor.ReportDeskActor;
import io.fairlead.speaker.Await;
import io.fairlead.table.TableRevision;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.typed.Props;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What speakers announce reaches the desk, over the network, and follows what happens. */
class ReporterActorIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String ONE = "192.168.120.200";
  private static final String TWO = "192.168.120.201";
  private static final List<NodeInterface> ETH0 =
      List.of(new NodeInterface("eth0", MacAddress.parse("02:00:5e:00:53:0a"), List.of()));

  @TempDir Path folder;
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final List<SpeakerNode> nodes = new ArrayList<>();
  private volatile ClusterReport last = ClusterReport.NONE;

  @AfterEach
  void close() throws Exception {
    for (SpeakerNode node : nodes) {
      node.kill();
    }
  }

  @Test
  void desk_hearsWhatIsAnnouncedAndWhatIsNotAnyMore() {
    var a = start("a");
    var b = start("b");
    desk(a);
    var publisher =
        new FakePublisher(
            a.system(), table(1, 1, entry(ONE, 1, "a", "b"), entry(TWO, 1, "b", "a")));
    await(() -> says("a", ONE, 1) && says("b", TWO, 1));
    assertEquals(List.of("eth0"), List.copyOf(report("a").interfaces()));
    await(() -> report("b").table().number() == 1);

    publisher.publish(table(1, 2, entry(ONE, 2, "b", "a")));
    await(() -> says("b", ONE, 2) && report("a").announced().isEmpty());
    assertEquals(1, report("b").announced().size());

    b.l2.listener().interfacesChanged(List.of());
    await(() -> report("b").announced().isEmpty() && !report("b").troubles().isEmpty());
    b.l2.listener().interfacesChanged(ETH0);
    await(() -> says("b", ONE, 2));
  }

  @Test
  void newDesk_hearsEverythingAnew() {
    var a = start("a");
    var b = start("b");
    var _ = new FakePublisher(a.system(), table(1, 1, entry(ONE, 1, "b", "a")));
    desk(a);
    await(() -> says("b", ONE, 1));
    last = ClusterReport.NONE;
    desk(b);
    await(() -> says("b", ONE, 1));
  }

  private void desk(SpeakerNode on) {
    var _ =
        on.system()
            .systemActorOf(
                ReportDeskActor.create(report -> last = report),
                "desk" + on.core.self(),
                Props.empty());
  }

  private SpeakerNode start(String name) {
    var node = new SpeakerNode(name, folder, log);
    node.l2.listener().interfacesChanged(ETH0);
    node.join(nodes.isEmpty() ? node : nodes.getFirst());
    nodes.add(node);
    return node;
  }

  private NodeReport report(String node) {
    var report = last.nodes().get(new NodeName(node));
    return report == null ? new NodeReport(TableRevision.NONE, new TreeSet<>(), List.of()) : report;
  }

  private boolean says(String node, String address, long epoch) {
    return report(node).announced().stream()
        .anyMatch(each -> each.address().toString().equals(address) && each.epoch() == epoch);
  }

  private void await(BooleanSupplier condition) {
    Await.until(SOON, condition, () -> last + " " + log);
  }
}
