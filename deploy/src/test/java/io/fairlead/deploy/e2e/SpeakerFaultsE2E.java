package io.fairlead.deploy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.deploy.lab.net.LabNode;
import io.fairlead.deploy.lab.net.LabPlan;
import io.fairlead.deploy.lab.process.LabSite;
import io.fairlead.net.IpAddress;
import io.fairlead.testing.Require;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What the client sees when speakers die, leave, or are thrown out of the cluster. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class SpeakerFaultsE2E {
  private static final int CLUSTER_PORT = 7946;
  private static final int QUIET_SECONDS = 4;
  private static final long GAP_MILLIS_MAX = 1_500;
  private static final int DOWN_WATCH_SECONDS = 20;
  private static final long END_SECONDS_MAX = 30;

  @TempDir private static @Nullable Path root;

  private static @Nullable E2eLab running;

  @BeforeAll
  static void start() {
    Require.netns();
    running = E2eLab.start("e2es", Objects.requireNonNull(root));
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
  void tutorial_servicesGetTheFirstAddressesAndOutliveTheirOwner() {
    IpAddress first = lab().reach("nginx");
    IpAddress second = lab().reach("second");
    assertEquals("192.168.120.200", first.toString());
    assertEquals("192.168.120.201", second.toString());
    LabNode owner = lab().awaitOwner(first);
    LabNode ownerOfSecond = lab().awaitOwner(second);
    lab().assertClientUses(first, owner);
    lab().assertClientUses(second, ownerOfSecond);
    assertNotEquals(owner, ownerOfSecond, "both addresses on one node");

    var probe = lab().probe(first);
    lab().lab().kill(owner);
    LabNode heir = lab().awaitOwner(first, lab().others(owner));
    lab().awaitMoreAnswers(probe);
    lab().say("kill and cut: " + probe.stop());

    lab().assertClientUses(first, heir);
    assertEquals(first, lab().awaitAddress("nginx"));
    assertEquals(ownerOfSecond, lab().awaitOwner(second));
    lab().awaitAnswer(second);

    lab().lab().heal(owner);
    lab().awaitAllUp();
    awaitAnnouncing(owner);
    assertStays(first, heir);
    assertEquals(ownerOfSecond, lab().awaitOwner(second));
  }

  @Test
  @Order(2)
  void gracefulStop_handsOverWithAlmostNoLostRequest() throws Exception {
    IpAddress address = lab().reach("nginx");
    LabNode owner = lab().awaitOwner(address);
    var process = ProcessHandle.of(lab().pid(LabSite.speaker(owner))).orElseThrow();
    var probe = lab().probe(address);

    process.destroy();
    process.onExit().get(END_SECONDS_MAX, TimeUnit.SECONDS);
    LabNode heir = lab().awaitOwner(address, lab().others(owner));
    lab().awaitMoreAnswers(probe);
    var report = probe.stop();
    lab().say("graceful stop: " + report);
    lab().killSpeaker(owner);
    lab().startSpeaker(owner);
    lab().awaitAllUp();

    assertTrue(report.longestGapMillis() <= GAP_MILLIS_MAX, report.toString());
    lab().assertClientUses(address, heir);
  }

  @Test
  @Order(3)
  void downedSpeaker_getsANewActorSystemInItsProcessAndAnswersThroughout() {
    IpAddress address = lab().reach("nginx");
    LabNode owner = lab().awaitOwner(address);
    String host = owner.address().toString();
    long pid = lab().pid(LabSite.speaker(owner));
    var before = lab().awaitAllUp().incarnations();
    var probe = lab().probe(address);
    var arping = Arping.fiveTimesASecond(lab().lab().network(), address, DOWN_WATCH_SECONDS);
    Eventually.pause(TimeUnit.SECONDS.toMillis(1));

    String answer = ClusterStatus.down(lab().namespace(LabPlan.CONTROLLER), host, CLUSTER_PORT);
    lab().say("down " + host + ": " + answer);
    awaitNewIncarnation(host, before.get(host));
    long backNanos = System.nanoTime();
    lab().say("the new incarnation is Up");
    var replies = arping.join();
    var report = probe.stop();

    lab()
        .say(
            "downed and back: ARP without any reply for at most %d ms, without one of %s %d ms; %s"
                .formatted(
                    replies.longestGapMillis(),
                    owner.name(),
                    replies.longestGapMillis(owner.mac(), backNanos),
                    report));
    assertEquals(pid, lab().pid(LabSite.speaker(owner)));
    assertTrue(replies.longestGapMillis() <= GAP_MILLIS_MAX, replies.toString());
    assertTrue(report.longestGapMillis() <= GAP_MILLIS_MAX, report.toString());
    var after = lab().awaitAllUp().incarnations();
    after.keySet().removeIf(host::equals);
    before.keySet().removeIf(host::equals);
    assertEquals(before, after, "another member was restarted as well");
    lab().awaitOwner(address);
  }

  @Test
  @Order(4)
  void strangers_cannotJoin() throws Exception {
    var strangers = new Strangers(lab());
    var before = lab().awaitAllUp();

    strangers.speakerOfAnotherAuthority();
    strangers.speakerThatShowsNone();
    assertEquals(before.incarnations(), lab().awaitAllUp().incarnations());

    var ended = strangers.speakerWithoutCertificate();
    assertNotEquals(0, ended.exitCode());
    assertTrue(ended.errors().contains("there is no tls.crt"), ended.errors());
    assertEquals(before.incarnations(), lab().awaitAllUp().incarnations());
  }

  @Test
  @Order(5)
  void crashedSpeaker_returnsBesideADeadOneAndDisturbsNobody() {
    IpAddress address = lab().reach("nginx");
    LabNode dead = lab().awaitOwner(address);
    lab().lab().kill(dead);
    LabNode crashed = lab().awaitOwner(address, lab().others(dead));
    LabNode third =
        lab().others(dead).stream().filter(n -> !n.equals(crashed)).findFirst().orElseThrow();

    lab().killSpeaker(crashed);
    assertEquals(third, lab().awaitOwner(address, List.of(third)));
    lab().startSpeaker(crashed);
    lab().awaitUp(LabPlan.CONTROLLER, List.of(crashed, third));
    awaitAnnouncing(crashed);

    assertStays(address, third);
    lab().lab().heal(dead);
    lab().awaitAllUp();
    awaitAnnouncing(dead);
    assertStays(address, third);
  }

  @Test
  @Order(6)
  void lastSpeakerDowned_goesOnAnsweringByItself() {
    IpAddress address = lab().reach("nginx");
    LabNode last = lab().awaitOwner(address);
    lab().others(last).forEach(lab().lab()::kill);
    String host = last.address().toString();
    var before = lab().awaitUp(LabPlan.CONTROLLER, List.of(last)).incarnations();
    long pid = lab().pid(LabSite.speaker(last));
    var arping = Arping.fiveTimesASecond(lab().lab().network(), address, DOWN_WATCH_SECONDS);
    Eventually.pause(TimeUnit.SECONDS.toMillis(1));

    lab().say(ClusterStatus.down(lab().namespace(LabPlan.CONTROLLER), host, CLUSTER_PORT));
    awaitNewIncarnation(host, before.get(host));
    var replies = arping.join();

    lab()
        .say("downed alone: ARP without a reply for at most " + replies.longestGapMillis() + " ms");
    assertEquals(pid, lab().pid(LabSite.speaker(last)));
    assertEquals(List.of(last.mac().toString()), List.copyOf(replies.macs()));
    assertTrue(replies.longestGapMillis() <= GAP_MILLIS_MAX, replies.toString());
  }

  private static void awaitNewIncarnation(String host, @Nullable String uidBefore) {
    Eventually.holds(
        "a new incarnation of " + host,
        () ->
            lab()
                .statusAt(LabPlan.CONTROLLER)
                .filter(now -> now.isUp(host))
                .filter(now -> !Objects.equals(uidBefore, now.incarnations().get(host)))
                .isPresent(),
        () -> lab().statusAt(LabPlan.CONTROLLER));
  }

  private static void awaitAnnouncing(LabNode node) {
    Eventually.holds(
        node + " knows the newest claims",
        () -> {
          String log = lab().log(LabSite.speaker(node));
          return log.lastIndexOf("announces from now on") > log.lastIndexOf("from disk");
        },
        () -> lab().log(LabSite.speaker(node)));
  }

  private static void assertStays(IpAddress address, LabNode owner) {
    var replies =
        Arping.fiveTimesASecond(lab().lab().network(), address, QUIET_SECONDS).join().macs();
    assertEquals(List.of(owner.mac().toString()), List.copyOf(replies));
  }
}
