package io.fairlead.deploy.lab.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.cluster.ServicePort;
import io.fairlead.cluster.TrafficPolicy;
import io.fairlead.deploy.lab.kube.PodServer;
import io.fairlead.deploy.lab.net.HostTools;
import io.fairlead.deploy.lab.net.LabName;
import io.fairlead.deploy.lab.net.LabNetwork;
import io.fairlead.deploy.lab.net.LabNode;
import io.fairlead.deploy.lab.net.LabPlan;
import io.fairlead.deploy.lab.proxy.NodeProxies;
import io.fairlead.k8s.lab.Backend;
import io.fairlead.k8s.lab.ProxyPort;
import io.fairlead.k8s.lab.ProxyService;
import io.fairlead.net.IpAddress;
import io.fairlead.testing.Require;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Client, nftables and pods together. No speaker is needed: the client is told by hand which node
 * has the address.
 */
final class ServiceTrafficIT {
  private static final LabPlan PLAN = new LabPlan(new LabName("ittraf"), 2);
  private static final Path CLIENT = PLAN.name().namespaceFile(LabPlan.CLIENT);
  private static final IpAddress SHARED = IpAddress.parse("192.168.120.200");
  private static final IpAddress SHARED_V6 = IpAddress.parse("fd00:120::200");
  private static final IpAddress LOCAL = IpAddress.parse("192.168.120.201");
  private static final IpAddress CLUSTER = IpAddress.parse("10.96.0.10");
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final List<PodServer> PODS = new ArrayList<>();

  private final LabNetwork network = new LabNetwork(PLAN);

  @BeforeAll
  static void up() {
    Require.netns();
    LabNetwork.remove(PLAN.name());
    var network = new LabNetwork(PLAN);
    network.up();
    var backends = new ArrayList<Backend>();
    for (LabNode node : PLAN.nodes()) {
      var identity = new PodServer.Identity("nginx", "nginx-" + node.name(), node.name().value());
      Path pods = PLAN.name().namespaceFile(node.podPlace());
      for (IpAddress address : List.of(node.podAddress(2), node.podAddressV6(2))) {
        PODS.add(PodServer.http(pods, address, 8080, identity));
        PODS.add(PodServer.datagrams(pods, address, 8080, identity));
        backends.add(new Backend(address, 8080, node.name()));
      }
    }
    var ports =
        List.of(
            new ProxyPort(new ServicePort("TCP", 80), backends),
            new ProxyPort(new ServicePort("UDP", 53), backends));
    new NodeProxies(network)
        .serve(
            List.of(
                new ProxyService(
                    new ServiceKey("default", "nginx"),
                    List.of(CLUSTER),
                    List.of(SHARED, SHARED_V6),
                    TrafficPolicy.CLUSTER,
                    ports),
                new ProxyService(
                    new ServiceKey("default", "local"),
                    List.of(),
                    List.of(LOCAL),
                    TrafficPolicy.LOCAL,
                    ports)));
  }

  @AfterAll
  static void down() {
    PODS.forEach(PodServer::close);
    if (HostTools.find("ip").isPresent()) {
      LabNetwork.remove(PLAN.name());
    }
  }

  @Test
  void policyCluster_isAnsweredByPodsOfBothNodesInBothFamilies() throws IOException {
    for (IpAddress address : List.of(SHARED, SHARED_V6)) {
      give(address, new LabNode(1));

      assertEquals(List.of("nginx-node-1", "nginx-node-2"), podsAnswering(address, 64));
    }
  }

  @Test
  void policyLocal_isAnsweredOnlyByThePodOfTheNodeThatHasTheAddress() throws IOException {
    give(LOCAL, new LabNode(2));

    assertEquals(List.of("nginx-node-2"), podsAnswering(LOCAL, 16));
  }

  @Test
  void page_welcomesAndSaysWhereItCameFrom() throws IOException {
    give(LOCAL, new LabNode(1));

    HttpAnswer answer = Probe.askOnce(CLIENT, new HttpQuestion(LOCAL, 80, LIMIT));

    assertTrue(answer.body().contains("Welcome to nginx!"), answer.body());
    assertTrue(answer.body().contains("nginx-node-1 on node-1"), answer.body());
  }

  @Test
  void clusterAddress_worksFromAPod() throws IOException {
    Path pod = PLAN.name().namespaceFile(new LabNode(1).podPlace());

    assertTrue(Probe.askOnce(pod, new HttpQuestion(CLUSTER, 80, LIMIT)).succeeded());
  }

  @Test
  void clusterAddress_worksFromANodeItself() throws IOException {
    Path node = PLAN.name().namespaceFile(new LabNode(1).place());

    assertTrue(Probe.askOnce(node, new HttpQuestion(CLUSTER, 80, LIMIT)).succeeded());
  }

  @Test
  void udp_isAnsweredThroughTheServiceAddress() throws Exception {
    give(LOCAL, new LabNode(1));

    assertEquals("nginx-node-1 on node-1\n", askByDatagram(LOCAL, 53));
  }

  @Test
  void portThatTheServiceDoesNotHave_isNotAnswered() {
    give(LOCAL, new LabNode(1));
    var question = new HttpQuestion(LOCAL, 81, Duration.ofMillis(300));

    assertThrows(IOException.class, () -> Probe.askOnce(CLIENT, question));
  }

  @Test
  void probe_measuresAnOutageOfKnownLength() throws InterruptedException {
    LabNode node = new LabNode(1);
    give(LOCAL, node);
    Probe probe = Probe.start(CLIENT, LOCAL, 80);
    awaitAnswers(probe, 50);

    long cutAt = System.nanoTime();
    network.cut(node);
    TimeUnit.MILLISECONDS.sleep(400);
    network.heal(node);
    long outageMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - cutAt);
    awaitAnswers(probe, probe.answers() + 50);
    ProbeReport report = probe.stop();

    long gap = report.longestGapMillis();
    assertTrue(gap >= outageMillis - 30 && gap <= outageMillis + 250, report + " " + outageMillis);
    assertTrue(report.failures() >= 5, report.toString());
    assertTrue(report.requests() >= 100, report.toString());
  }

  @Test
  void probe_seesNoOutageWhereThereIsNone() throws InterruptedException {
    give(LOCAL, new LabNode(1));
    Probe probe = Probe.start(CLIENT, LOCAL, 80);
    awaitAnswers(probe, 100);
    ProbeReport report = probe.stop();

    assertEquals(0, report.failures(), report.toString());
    assertTrue(report.longestGapMillis() < 250, report.toString());
  }

  private void give(IpAddress address, LabNode node) {
    network.ipLines(
        LabPlan.CLIENT,
        List.of("neigh replace %s lladdr %s dev eth0".formatted(address, node.mac())));
  }

  private static List<String> podsAnswering(IpAddress address, int requests) throws IOException {
    var pods = new TreeSet<String>();
    for (int i = 0; i < requests; i++) {
      HttpAnswer answer = Probe.askOnce(CLIENT, new HttpQuestion(address, 80, LIMIT));
      pods.add(answer.pod().orElse("a stranger"));
    }
    return List.copyOf(pods);
  }

  private static String askByDatagram(IpAddress address, int port) throws Exception {
    try (DatagramChannel channel =
        io.fairlead.speaker.link.NetworkNamespace.call(CLIENT, DatagramChannel::open)) {
      var socket = channel.socket();
      socket.setSoTimeout((int) LIMIT.toMillis());
      byte[] words = "hello".getBytes(StandardCharsets.US_ASCII);
      socket.send(
          new DatagramPacket(
              words, words.length, InetAddress.getByAddress(address.toBytes()), port));
      var answer = new DatagramPacket(new byte[100], 100);
      socket.receive(answer);
      return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8);
    }
  }

  private static void awaitAnswers(Probe probe, long count) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (probe.answers() < count) {
      assertTrue(System.nanoTime() < deadline, "the probe gets no answers");
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }
}
