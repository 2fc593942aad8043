package io.fairlead.deploy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.deploy.lab.net.LabNode;
import io.fairlead.deploy.lab.net.LabPlan;
import io.fairlead.deploy.lab.probe.ProbeReport;
import io.fairlead.deploy.lab.process.LabSite;
import io.fairlead.net.IpAddress;
import io.fairlead.testing.Require;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the client sees when the hello sessions do their work. The bounds are generous, as the
 * machine may be busy; the campaign in load-tests measures.
 */
final class HelloFaultsE2E {
  private static final long OUTAGE_MILLIS_MAX = 1_500;
  private static final int QUIET_SECONDS = 4;
  private static final long SETTLE_MILLIS = 4_000;
  private static final long HEALED_MILLIS = 1_000;
  private static final String SERVICE = "nginx";

  @TempDir private static @Nullable Path root;

  private static @Nullable E2eLab running;

  @BeforeAll
  static void start() {
    Require.netns();
    running = E2eLab.startQuick("e2eh", Objects.requireNonNull(root));
  }

  @AfterAll
  static void end() {
    if (running != null) {
      running.close();
    }
  }

  @BeforeEach
  void awaitHellos() {
    lab().awaitAllUp();
    for (LabNode node : lab().lab().plan().nodes()) {
      Eventually.holds(
          node + " has a hello session with every other node",
          () -> lab().others(node).stream().allMatch(other -> isUp(node, other)),
          () -> lab().log(LabSite.speaker(node)));
    }
    // Starting programs promise slow hellos until they have run evenly for a while.
    Eventually.pause(SETTLE_MILLIS);
  }

  @Test
  void killedAndCut_isTakenOverLongBeforeTheClusterNotices() {
    IpAddress address = lab().reach(SERVICE);
    LabNode owner = lab().awaitOwner(address);
    var probe = lab().probe(address);
    lab().lab().kill(owner);
    LabNode heir = lab().awaitOwner(address, lab().others(owner));
    lab().awaitMoreAnswers(probe);
    var report = probe.stop();
    lab().say("hello, kill and cut: " + report);
    lab().lab().heal(owner);
    assertTrue(report.longestGapMillis() < OUTAGE_MILLIS_MAX, report.toString());
    assertTrue(
        lab().log(LabSite.speaker(heir)).contains("took " + address + " over from " + owner.name()),
        lab().log(LabSite.speaker(heir)));
  }

  @Test
  void silentCut_isTakenOverAndTheHealedNodeDoesNotAnswer() {
    // The owner has its carrier all the time; after the heal it learns of the claim by datagram.
    var report = cutAndHeal(node -> lab().lab().network().silence(node));
    assertTrue(report.longestGapMillis() < OUTAGE_MILLIS_MAX, report.toString());
  }

  @Test
  void pulledCable_isTakenOverAndTheHealedNodeDoesNotAnswer() {
    var report = cutAndHeal(node -> lab().lab().network().cut(node));
    assertTrue(report.longestGapMillis() < OUTAGE_MILLIS_MAX, report.toString());
  }

  private static ProbeReport cutAndHeal(Consumer<LabNode> cut) {
    IpAddress address = lab().reach(SERVICE);
    LabNode owner = lab().awaitOwner(address);
    var probe = lab().probe(address);
    cut.accept(owner);
    LabNode heir = lab().awaitOwner(address, lab().others(owner));
    lab().awaitMoreAnswers(probe);
    var report = probe.stop();
    lab().say("hello, cut: " + report);
    Eventually.pause(TimeUnit.SECONDS.toMillis(2));
    lab().lab().network().heal(owner);
    Eventually.pause(HEALED_MILLIS);
    assertOnlyAnswers(address, heir);
    return report;
  }

  @Test
  void stopped_isTakenOverAndTheThawedNodeDoesNotAnswer() {
    IpAddress address = lab().reach(SERVICE);
    LabNode owner = lab().awaitOwner(address);
    long pid = lab().pid(LabSite.speaker(owner));
    var arping = Arping.fiveTimesASecond(lab().lab().network(), address, QUIET_SECONDS);
    Eventually.pause(TimeUnit.SECONDS.toMillis(1));
    run("kill", "-STOP", Long.toString(pid));
    LabNode heir;
    Arping replies;
    try {
      heir = lab().awaitOwner(address, lab().others(owner));
      replies = arping.join();
      lab().say("hello, stopped: ARP without a reply for " + replies.longestGapMillis() + " ms");
    } finally {
      run("kill", "-CONT", Long.toString(pid));
    }
    assertOnlyAnswers(address, heir);
    assertTrue(replies.longestGapMillis() < OUTAGE_MILLIS_MAX, replies.toString());
  }

  @Test
  void oneWayCut_endsWithOneOwner() {
    IpAddress address = lab().reach(SERVICE);
    LabNode owner = lab().awaitOwner(address);
    // The owner hears everybody, and nobody hears it; its ARP replies are not stopped by this.
    nft(owner, "add table inet oneway");
    nft(
        owner,
        "add chain inet oneway out { type filter hook output priority 0 ; policy accept ; }");
    nft(owner, "add rule inet oneway out oifname eth0 drop");
    LabNode heir = lab().awaitOwner(address, lab().others(owner));
    assertOnlyAnswers(address, heir);
    nft(owner, "delete table inet oneway");
    assertOnlyAnswers(address, heir);
  }

  @Test
  void cableOutAndInAgain_endsWithOneOwner() {
    IpAddress address = lab().reach(SERVICE);
    LabNode owner = lab().awaitOwner(address);
    run(
        "sh",
        "-c",
        "ip -n %1$s link set %2$s down; sleep 0.02; ip -n %1$s link set %2$s up"
            .formatted(lab().lab().plan().name().namespace(LabPlan.LAN), owner.port()));
    // Whether the link's loss is noticed within that time decides who it is.
    assertOnlyAnswers(address, lab().awaitOwner(address));
  }

  private static void assertOnlyAnswers(IpAddress address, LabNode node) {
    var replies =
        Arping.fiveTimesASecond(lab().lab().network(), address, QUIET_SECONDS).join().macs();
    assertEquals(List.of(node.mac().toString()), List.copyOf(replies));
  }

  /** The last word of the node's log about its session with the other one. */
  private static boolean isUp(LabNode node, LabNode other) {
    String log = lab().log(LabSite.speaker(node));
    String now = log.substring(Math.max(0, log.lastIndexOf("from disk")));
    String session = "hello session with " + other.name() + " is ";
    return now.contains(session)
        && now.startsWith("up", now.lastIndexOf(session) + session.length());
  }

  private static void nft(LabNode node, String rule) {
    run(lab().lab().network().inside(node.place(), List.of("nft", rule)).toArray(String[]::new));
  }

  private static void run(String... command) {
    try {
      var process =
          new ProcessBuilder(new ArrayList<>(List.of(command))).redirectErrorStream(true).start();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, process.waitFor(), output);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static E2eLab lab() {
    return Objects.requireNonNull(running);
  }
}
