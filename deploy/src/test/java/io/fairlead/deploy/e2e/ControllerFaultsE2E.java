package io.fairlead.deploy.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Service;
import io.fairlead.deploy.lab.net.LabNode;
import io.fairlead.deploy.lab.net.LabPlan;
import io.fairlead.net.IpAddress;
import io.fairlead.testing.Require;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What stays right while the only controller is dead, cut off, or gone for good. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ControllerFaultsE2E {
  private static final int BATCH = 60;
  private static final int BATCH_BEFORE_KILL = BATCH / 3;
  private static final Duration RETURN_MAX = Duration.ofSeconds(30);
  private static final int CUT_SECONDS = 30;
  private static final long GAP_MILLIS_MAX = 1_500;

  /** Long enough for the others to see that a program is dead, or to have been wrong to wait. */
  private static final long DEAD_MILLIS = 8_000;

  @TempDir private static @Nullable Path root;

  private static @Nullable E2eLab running;

  @BeforeAll
  static void start() {
    Require.netns();
    running = E2eLab.start("e2ec", Objects.requireNonNull(root));
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
  void controllerKilledAmidABatch_keepsEveryAddressAndFinishes() {
    var creating =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < BATCH; i++) {
                lab().create(E2eLab.batchService("batch-%02d".formatted(i)));
              }
            });
    var held =
        Eventually.found(
            "a third of the Services have addresses",
            () -> Optional.of(batchAddresses()).filter(now -> now.size() >= BATCH_BEFORE_KILL),
            () -> batchAddresses());
    lab().killController();
    held.putAll(batchAddresses());
    creating.join();
    lab().say("controller killed when %d of %d had addresses".formatted(held.size(), BATCH));
    assertTrue(held.size() < BATCH, "all had addresses already; nothing was under way");

    lab().startController();
    Eventually.holds(
        "all have addresses",
        () -> batchAddresses().size() == BATCH,
        () -> batchAddresses().size());

    var finished = batchAddresses();
    assertEquals(BATCH, new HashSet<>(finished.values()).size(), "twice in " + finished);
    held.forEach((name, address) -> assertEquals(address, finished.get(name), name));
    lab().client().services().inNamespace("default").withLabel("batch").delete();
  }

  @Test
  @Order(2)
  void deadController_isNotMissedAndComesBackBesideADeadSpeaker() {
    IpAddress first = lab().reach("nginx");
    IpAddress second = lab().reach("second");
    LabNode owner = lab().awaitOwner(first);
    LabNode ownerOfSecond = lab().awaitOwner(second);

    lab().killController();
    Eventually.pause(DEAD_MILLIS);
    assertEquals(owner, lab().awaitOwner(first));
    lab().awaitAnswer(second);
    lab().create(E2eLab.service("meanwhile"));
    var probe = lab().probe(first);
    lab().lab().kill(owner);
    LabNode heir = lab().awaitOwner(first, lab().others(owner));
    lab().awaitMoreAnswers(probe);
    lab().say("fail-over without a controller: " + probe.stop());
    assertTrue(lab().addressOf("meanwhile").isEmpty(), "an address without a controller");

    long seconds = secondsToReturn(lab().others(owner));
    lab().say("controller back beside a dead speaker after %d s".formatted(seconds));
    IpAddress third = lab().awaitAddress("meanwhile");
    lab().awaitAnswer(third);
    assertEquals(heir, lab().awaitOwner(first));
    assertEquals(first, lab().awaitAddress("nginx"));
    assertEquals(second, lab().awaitAddress("second"));
    if (!ownerOfSecond.equals(owner)) {
      assertEquals(ownerOfSecond, lab().awaitOwner(second));
    }

    lab().lab().heal(owner);
    lab().awaitAllUp();
    lab().killController();
    Eventually.pause(DEAD_MILLIS);
    long again = secondsToReturn(lab().lab().plan().nodes());
    lab().say("controller back after %d s".formatted(again));
    assertEquals(heir, lab().awaitOwner(first));
    assertTrue(Math.max(seconds, again) <= RETURN_MAX.toSeconds(), seconds + " s, " + again + " s");
  }

  @Test
  @Order(3)
  void controllerCutOff_downsNobodyAndTouchesNothing() {
    IpAddress address = lab().reach("nginx");
    LabNode owner = lab().awaitOwner(address);
    var before = lab().awaitAllUp();
    var probe = lab().probe(address);
    var arping = Arping.fiveTimesASecond(lab().lab().network(), address, CUT_SECONDS);

    controllerCable("down");
    Eventually.pause(TimeUnit.SECONDS.toMillis(CUT_SECONDS));
    var seenByOwner = lab().statusAt(owner.place()).orElseThrow();
    var seenByController = lab().statusAt(LabPlan.CONTROLLER).orElseThrow();
    var replies = arping.join();
    controllerCable("up");
    var report = probe.stop();
    lab()
        .say(
            "cut for %d s: ARP answered by %s, longest gap %d ms; the probe: %s"
                .formatted(CUT_SECONDS, replies.macs(), replies.longestGapMillis(), report));

    assertEquals(before.incarnations(), seenByOwner.incarnations());
    assertEquals(before.incarnations(), seenByController.incarnations());
    assertEquals(List.of(owner.mac().toString()), List.copyOf(replies.macs()));
    assertTrue(replies.longestGapMillis() <= GAP_MILLIS_MAX, replies.toString());
    assertTrue(report.longestGapMillis() <= GAP_MILLIS_MAX, report.toString());
    assertEquals(before.incarnations(), lab().awaitAllUp().incarnations());
    lab().reach("after-the-cut");
    assertEquals(owner, lab().awaitOwner(address));
  }

  @Test
  @Order(4)
  void speakerRestartedWithoutControllerAndApi_announcesFromItsDisk() {
    IpAddress first = lab().reach("nginx");
    IpAddress second = lab().reach("second");
    lab().awaitAllUp();
    LabNode last = lab().awaitOwner(first);
    lab().others(last).forEach(lab().lab()::kill);
    assertEquals(last, lab().awaitOwner(second, List.of(last)));
    lab().killController();
    lab().endApi();

    lab().killSpeaker(last);
    assertEquals(List.of(), List.copyOf(lab().whoHas(first)));
    long start = System.nanoTime();
    lab().startSpeaker(last);
    assertEquals(last, lab().awaitOwner(first, List.of(last)));
    lab()
        .say(
            "restarted alone: announces again after %.1f s"
                .formatted(1e-9 * (System.nanoTime() - start)));
    assertEquals(last, lab().awaitOwner(second, List.of(last)));
  }

  private static NavigableMap<String, String> batchAddresses() {
    var addresses = new TreeMap<String, String>();
    for (Service service :
        lab().client().services().inNamespace("default").withLabel("batch").list().getItems()) {
      var status = service.getStatus();
      if (status != null && status.getLoadBalancer() != null) {
        status
            .getLoadBalancer()
            .getIngress()
            .forEach(ingress -> addresses.put(service.getMetadata().getName(), ingress.getIp()));
      }
    }
    return addresses;
  }

  /** Starts the controller; the seconds until it and these nodes are Up in its own eyes. */
  private static long secondsToReturn(List<LabNode> nodes) {
    long start = System.nanoTime();
    lab().startController();
    lab().awaitUp(LabPlan.CONTROLLER, nodes);
    return Duration.ofNanos(System.nanoTime() - start).toSeconds();
  }

  private static void controllerCable(String state) {
    lab().lab().network().ipLines(LabPlan.LAN, List.of("link set v-ctl " + state));
  }
}
