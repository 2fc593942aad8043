package io.fairlead.k8s;

import static io.fairlead.k8s.SnapshotLog.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fairlead.k8s.lastgood.LastGoodStore;
import io.fairlead.k8s.translate.ServiceTranslator;
import io.fairlead.k8s.watch.ClusterWatcher;
import io.fairlead.k8s.watch.WatchSettings;
import io.fairlead.k8s.write.ServiceStatusWriter;
import io.fairlead.k8s.write.WriteOutcome;
import io.fairlead.net.IpAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bridge whose time is over cannot undo what the next one has written (ADR-0026). */
class BridgeFenceIT extends EmbeddedBridge {
  private static final long FROZEN_SECONDS = 5;

  @TempDir private Path folder;

  BridgeFenceIT() throws IOException {}

  @Test
  void aWriteFromAnOldView_neverReplacesANewerOne() throws Exception {
    apply(service("web", "LoadBalancer"));
    log.await("the Service", s -> s.services().containsKey(WEB));
    until("live watches", watcher::isWatching);
    // From here on the old bridge sees nothing new, and its writes still arrive.
    relay.silence();
    var view = new SnapshotLog();
    try (var newWatcher =
            ClusterWatcher.start(user, WatchSettings.DEFAULT, LastGoodStore.NONE, view);
        var newer = new ServiceStatusWriter(user, newWatcher, Clock.systemUTC());
        var old = new ServiceStatusWriter(bridge, watcher, Clock.systemUTC())) {
      view.await("the Service", s -> s.services().containsKey(WEB));
      newer.write(WEB, List.of(IP_201), Optional.empty(), Optional.empty());
      until("the newer write", () -> shown().equals(List.of(IP_201)));

      old.write(WEB, List.of(IP_200), Optional.empty(), Optional.empty());
      until("the old bridge to give up", old::isIdle);

      assertEquals(List.of(IP_201), shown());
      var counted = old.stats();
      assertEquals(0, counted.count(WriteOutcome.WRITTEN));
      assertTrue(counted.count(WriteOutcome.CONFLICT) > 1, counted::toString);
      assertTrue(counted.retries() > 0, counted::toString);
      assertEquals(1, counted.abandoned());
    }
  }

  @Test
  void aProcessThatStoodStill_writesNothing_notEvenWhatItWasToldMeanwhile() throws Exception {
    apply(service("web", "LoadBalancer"));
    var kubeconfig = Files.writeString(folder.resolve("kubeconfig"), server.kubeconfig());
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-cp",
                System.getProperty("java.class.path"),
                FencedBridgeMain.class.getName(),
                kubeconfig.toString())
            .redirectErrorStream(true)
            .start();
    try (var output = process.inputReader();
        var input = process.outputWriter()) {
      awaitLine(output, "ready");
      input.write(IP_200 + "\n");
      input.flush();
      until("a first write", () -> shown().equals(List.of(IP_200)));

      signal(process, "STOP");
      TimeUnit.SECONDS.sleep(FROZEN_SECONDS);
      input.write(IP_200 + "\n");
      input.flush();
      user.services()
          .inNamespace("shop")
          .withName("web")
          .editStatus(
              service -> {
                service
                    .getStatus()
                    .getLoadBalancer()
                    .getIngress()
                    .getFirst()
                    .setIp(IP_201.toString());
                return service;
              });
      signal(process, "CONT");
      awaitLine(output, "paused");
      input.write(IP_200 + "\n");
      input.flush();
      // Longer than all attempts of a write together.
      TimeUnit.SECONDS.sleep(3);

      assertEquals(List.of(IP_201), shown());
    } finally {
      signal(process, "CONT");
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void aFenceThatHasFallen_letsReadsThrough_andNoWrite() throws Exception {
    var kubeconfig = Files.writeString(folder.resolve("kubeconfig"), server.kubeconfig());
    try (var fence = new PauseFence(Duration.ZERO);
        var client = KubernetesClients.create(Optional.of(kubeconfig), fence)) {
      until("the fence to fall", () -> !fence.isOpen());

      var pod = client.resource(service("late", "LoadBalancer"));
      assertThrows(KubernetesClientException.class, pod::create);

      assertEquals(0, client.services().inNamespace("shop").list().getItems().size());
    }
  }

  private List<IpAddress> shown() {
    return ServiceTranslator.statusAddresses(
        user.services().inNamespace("shop").withName("web").get());
  }

  private static void awaitLine(BufferedReader output, String wanted) throws IOException {
    for (var line = output.readLine(); !wanted.equals(line); line = output.readLine()) {
      if (line == null) {
        throw new AssertionError("the process ended before it said \"" + wanted + "\"");
      }
    }
  }

  private static void signal(Process process, String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }
}
