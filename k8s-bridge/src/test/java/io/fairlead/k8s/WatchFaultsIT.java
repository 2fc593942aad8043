package io.fairlead.k8s;

import static io.fairlead.k8s.SnapshotLog.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.k8s.embedded.EmbeddedApiMain;
import io.fairlead.k8s.embedded.EmbeddedApiSettings;
import io.fairlead.k8s.lastgood.LastGoodStore;
import io.fairlead.k8s.watch.ClusterWatcher;
import io.fairlead.k8s.watch.WatchPace;
import io.fairlead.k8s.watch.WatchSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Faults that no connection tells of: silence, and a server that stands still. */
class WatchFaultsIT extends EmbeddedBridge {
  private static final long BOOKMARK_MILLIS = 100;
  private static final WatchPace PACE =
      new WatchPace(Duration.ofMillis(100), Duration.ofMillis(800));

  /** Longer than the timeouts of requests and of connecting. */
  private static final long FROZEN_SECONDS = 22;

  WatchFaultsIT() throws IOException {
    super(EmbeddedApiSettings.defaults().withBookmarkMillis(BOOKMARK_MILLIS), PACE);
  }

  @Test
  void aWatchThatFallsSilent_isReplaced_andNothingIsStale() throws InterruptedException {
    apply(LEGACY);
    for (int i = 0; i < 5; i++) {
      apply(service("s" + i, "LoadBalancer"));
    }
    log.await("5 Services", s -> s.services().size() == 5 && s.config().pools().size() == 1);
    until("live watches", watcher::isWatching);
    int before = log.size();

    relay.silence();
    user.services().inNamespace("shop").withName("s0").delete();
    apply(service("fresh", "LoadBalancer"));
    assertTrue(watcher.isWatching(), "the connections stand");

    var after =
        log.await(
            "what happened in silence",
            s ->
                s.services().size() == 5
                    && s.services().containsKey(new ServiceKey("shop", "fresh")));
    assertEquals(1, after.config().pools().size());
    assertTrue(log.size() - before <= 2, "snapshots: " + (log.size() - before));
    for (var snapshot : log.all().subList(before, log.size())) {
      assertTrue(snapshot.services().size() >= 4, "a relist showed less than there is");
    }
    apply(service("later", "LoadBalancer"));
    log.await("the new watch", s -> s.services().containsKey(new ServiceKey("shop", "later")));
    assertEquals(0, writes.get());
  }

  @Test
  void watchesThatKeepUp_areLeftAlone_howeverIdle() throws InterruptedException {
    apply(service("web", "LoadBalancer"));
    log.await("the Service", s -> s.services().size() == 1);
    until("live watches", watcher::isWatching);
    int before = log.size();
    long lists = lists();

    // Something else changes all the time, so that versions grow; the kinds that are watched rest.
    for (int i = 0; i < 30; i++) {
      apply("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c" + i + ", namespace: shop}");
      TimeUnit.MILLISECONDS.sleep(100);
    }

    assertEquals(before, log.size());
    assertEquals(lists, lists(), "a watch was begun anew");
  }

  /** How often Services began to be watched. */
  private long lists() {
    return user.raw("/metrics")
        .lines()
        .filter(line -> line.contains("resource=\"services\"") && line.contains("\"WATCH\""))
        .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  @Test
  void aServerThatStandsStill_andGoesOn_leavesNothingStale_andNothingIsWritten() throws Exception {
    var own =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                EmbeddedApiMain.class.getName(),
                "127.0.0.1:0")
            .redirectErrorStream(true)
            .start();
    try (var output = own.inputReader()) {
      var uri =
          URI.create(output.lines().filter(it -> it.startsWith("http")).findFirst().orElseThrow());
      try (var admin = client(uri, new io.fabric8.kubernetes.client.http.Interceptor() {});
          var client = client(uri, new WriteCounter())) {
        admin.resource("apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}").create();
        admin.resource(service("web", "LoadBalancer")).create();
        var seen = new SnapshotLog();
        try (var watching =
            ClusterWatcher.start(client, WatchSettings.DEFAULT, PACE, LastGoodStore.NONE, seen)) {
          seen.await("the Service", s -> s.services().containsKey(WEB));
          until("live watches", watching::isWatching);
          int before = seen.size();

          signal(own, "STOP");
          TimeUnit.SECONDS.sleep(FROZEN_SECONDS);
          assertEquals(before, seen.size(), "what was known stays in force");
          signal(own, "CONT");

          admin.services().inNamespace("shop").withName("web").delete();
          admin.resource(service("fresh", "LoadBalancer")).create();
          var after =
              seen.await(
                  "the state after the pause",
                  s -> s.services().containsKey(new ServiceKey("shop", "fresh")));
          assertEquals(
              List.of("fresh"), after.services().keySet().stream().map(ServiceKey::name).toList());
          assertTrue(seen.size() - before <= 3, "snapshots: " + (seen.size() - before));
          assertEquals(0, writes.get());
        }
      }
    } finally {
      signal(own, "CONT");
      own.destroyForcibly().waitFor();
    }
  }

  private static void signal(Process process, String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }
}
