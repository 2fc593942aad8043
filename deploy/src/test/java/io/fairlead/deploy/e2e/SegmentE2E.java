package io.fairlead.deploy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fairlead.deploy.lab.net.LabNode;
import io.fairlead.deploy.lab.net.LabPlan;
import io.fairlead.deploy.lab.process.LabSite;
import io.fairlead.k8s.crd.ServiceL2Status;
import io.fairlead.net.IpAddress;
import io.fairlead.net.IpFamily;
import io.fairlead.testing.Require;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What the segment itself shows: IPv6, and others that use an address. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class SegmentE2E {
  private static final int WATCH_SECONDS = 4;
  private static final String TAKEN = "192.168.120.89";
  private static final String ROUTER_MAC = "02:00:00:00:00:01";

  @TempDir private static @Nullable Path root;

  private static @Nullable E2eLab running;

  @BeforeAll
  static void start() {
    Require.netns();
    running = E2eLab.start("e2eg", Objects.requireNonNull(root));
  }

  @AfterAll
  static void end() {
    if (running != null) {
      running.close();
    }
  }

  private static E2eLab lab() {
    return Objects.requireNonNull(running);
  }

  @Test
  @Order(1)
  void ipv6Service_answersAndOutlivesItsOwner() {
    lab().create(E2eLab.serviceOf("six", "IPv6"));
    IpAddress address = lab().awaitAddress("six");
    assertEquals("fd00:120::200", address.toString());
    lab().awaitAnswer(address);
    LabNode owner = lab().awaitUsed(address, lab().lab().plan().nodes());
    awaitShown("six", owner);

    var probe = lab().probe(address);
    lab().lab().kill(owner);
    LabNode heir = lab().awaitUsed(address, lab().others(owner));
    lab().awaitMoreAnswers(probe);
    awaitShown("six", heir);
    lab().say("IPv6, kill and cut: " + probe.stop());

    lab().lab().heal(owner);
    lab().awaitAllUp();
    lab().awaitAnswer(address);
    lab().assertClientUses(address, heir);
  }

  @Test
  @Order(2)
  void dualStackService_isAnsweredForInBothFamiliesByOneNode() {
    lab().create(E2eLab.serviceOf("both", "IPv4", "IPv6"));
    var addresses =
        Eventually.found(
            "both gets two addresses",
            () ->
                lab()
                    .lab()
                    .services()
                    .find(E2eLab.key("both"))
                    .map(service -> service.addresses())
                    .filter(found -> found.size() == 2),
            () -> lab().lab().services().events(E2eLab.key("both"), 3));
    addresses.forEach(lab()::awaitAnswer);
    assertEquals(
        List.of(IpFamily.IPV4, IpFamily.IPV6),
        addresses.stream().map(IpAddress::family).sorted().toList());
    LabNode owner = lab().awaitUsed(addresses.getFirst(), lab().lab().plan().nodes());
    lab().assertClientUses(addresses.getLast(), owner);
  }

  @Test
  @Order(3)
  void addressOfAStranger_isNotAnnouncedAndTheEventNamesTheStranger() {
    lab().lab().network().ipLines(LabPlan.ROUTER, List.of("addr add " + TAKEN + "/24 dev eth0"));
    var taken =
        new ServiceBuilder(E2eLab.serviceOf("taken", "IPv4"))
            .editMetadata()
            .addToAnnotations("metallb.universe.tf/loadBalancerIPs", TAKEN)
            .endMetadata()
            .build();
    lab().create(taken);
    IpAddress address = lab().awaitAddress("taken");
    assertEquals(TAKEN, address.toString());
    Eventually.holds(
        "an Event names the MAC address of the router",
        () -> events().stream().anyMatch(SegmentE2E::isConflict),
        SegmentE2E::events);
    assertEquals(List.of(ROUTER_MAC), List.copyOf(lab().whoHas(address)));
    lab().say(String.join("; ", events()));
    lab().lab().network().ipLines(LabPlan.ROUTER, List.of("addr del " + TAKEN + "/24 dev eth0"));
    lab().awaitAnswer(address);
  }

  @Test
  @Order(4)
  void crashedSpeaker_withoutAControllerLeavesWhatAPeerTookOver() {
    IpAddress address = lab().reach("nginx");
    LabNode crashed = lab().awaitOwner(address);
    lab().killController();
    lab().killSpeaker(crashed);
    LabNode heir = lab().awaitOwner(address, lab().others(crashed));

    long before = starts(crashed);
    lab().startSpeaker(crashed);
    Eventually.holds(
        crashed + " starts from its disk",
        () -> {
          String log = lab().log(LabSite.speaker(crashed));
          return starts(crashed) > before
              && log.lastIndexOf("announces from now on") > log.lastIndexOf("from disk");
        },
        () -> lab().log(LabSite.speaker(crashed)));
    var replies = Arping.fiveTimesASecond(lab().lab().network(), address, WATCH_SECONDS).join();
    assertEquals(List.of(heir.mac().toString()), List.copyOf(replies.macs()));
    lab().say(lastLines(crashed));

    lab().startController();
    lab().awaitAllUp();
    assertEquals(heir, lab().awaitOwner(address));
  }

  private static long starts(LabNode node) {
    return lab().log(LabSite.speaker(node)).lines().filter(l -> l.contains("from disk")).count();
  }

  private static String lastLines(LabNode node) {
    var lines = lab().log(LabSite.speaker(node)).lines().toList();
    return String.join("\n  ", lines.subList(Math.max(0, lines.size() - 12), lines.size()));
  }

  /** One ServiceL2Status of the Service is there, and it names the node that announces. */
  private static void awaitShown(String service, LabNode node) {
    Eventually.holds(
        "the status of " + service + " names " + node,
        () -> shownNodes(service).equals(List.of(node.name().value())),
        () -> shownNodes(service));
  }

  private static List<String> shownNodes(String service) {
    return lab()
        .client()
        .resources(ServiceL2Status.class)
        .inNamespace("metallb-system")
        .withLabel("metallb.io/service-name", service)
        .list()
        .getItems()
        .stream()
        .flatMap(object -> Stream.ofNullable(object.getStatus()))
        .map(status -> String.valueOf(status.node()))
        .toList();
  }

  private static List<String> events() {
    return lab().lab().services().events(E2eLab.key("taken"), 5);
  }

  private static boolean isConflict(String event) {
    return event.contains("addressConflict") && event.contains(ROUTER_MAC);
  }
}
