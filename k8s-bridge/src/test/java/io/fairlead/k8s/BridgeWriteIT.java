package io.fairlead.k8s;

import static io.fairlead.k8s.SnapshotLog.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fairlead.cluster.ClusterSnapshot;
import io.fairlead.cluster.NodeName;
import io.fairlead.k8s.crd.IPAddressPool;
import io.fairlead.k8s.crd.IPAddressPoolStatus;
import io.fairlead.k8s.lastgood.LastGoodStore;
import io.fairlead.k8s.translate.ServiceTranslator;
import io.fairlead.k8s.watch.ClusterWatcher;
import io.fairlead.k8s.watch.WatchSettings;
import io.fairlead.k8s.write.EventRecorder;
import io.fairlead.k8s.write.PendingCondition;
import io.fairlead.k8s.write.PoolCounters;
import io.fairlead.k8s.write.PoolStatusWriter;
import io.fairlead.k8s.write.ServiceStatusWriter;
import io.fairlead.net.IpAddress;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the bridge writes shows to a second client, once. */
class BridgeWriteIT extends EmbeddedBridge {
  BridgeWriteIT() throws IOException {}

  @Test
  void statusWriter_writesOnceAndClears() throws InterruptedException {
    apply(service("web", "LoadBalancer"));
    log.await("the Service", s -> s.services().containsKey(WEB));
    try (var writer = new ServiceStatusWriter(bridge, watcher, Clock.systemUTC())) {
      writer.write(WEB, List.of(IP_200), Optional.of("default"), Optional.empty());
      until("the write", writer::isIdle);

      assertEquals(List.of(IP_200), ServiceTranslator.statusAddresses(web()));
      assertEquals(
          "default", web().getMetadata().getAnnotations().get("metallb.io/ip-allocated-from-pool"));
      log.await("the address", s -> shownIn(s).equals(List.of(IP_200)));
      int before = writes.get();
      for (int i = 0; i < 5; i++) {
        writer.write(WEB, List.of(IP_200), Optional.of("default"), Optional.empty());
        until("no write", writer::isIdle);
      }
      assertEquals(before, writes.get(), "nothing was written");

      writer.clear(WEB);
      until("the clearing", writer::isIdle);
      assertEquals(List.of(), ServiceTranslator.statusAddresses(web()));
      assertFalse(
          Optional.ofNullable(web().getMetadata().getAnnotations())
              .map(all -> all.containsKey("metallb.io/ip-allocated-from-pool"))
              .orElse(false));
    }
  }

  @Test
  void statusWriter_ofAThousandServices_writesNothingAfterARestart() throws InterruptedException {
    int count = 1_000;
    for (int i = 0; i < count; i++) {
      apply(service("s" + i, "LoadBalancer"));
    }
    var all = log.await("all Services", s -> s.services().size() == count);
    writeAll(watcher, all);
    log.await("all addresses", BridgeWriteIT::allShow);
    watcher.close();
    int before = writes.get();
    var second = new SnapshotLog();

    watcher = ClusterWatcher.start(bridge, WatchSettings.DEFAULT, LastGoodStore.NONE, second);

    var first = second.await("the first snapshot", _ -> true);
    assertTrue(allShow(first), "the first snapshot is complete");
    writeAll(watcher, first);
    assertEquals(before, writes.get(), "writes after the restart");
  }

  private void writeAll(ClusterWatcher cache, ClusterSnapshot snapshot)
      throws InterruptedException {
    try (var writer = new ServiceStatusWriter(bridge, cache, Clock.systemUTC())) {
      var address = IP_200;
      for (var key : snapshot.services().keySet()) {
        writer.write(key, List.of(address), Optional.of("default"), Optional.empty());
        address = address.next();
      }
      until("all writes", writer::isIdle);
    }
  }

  private static boolean allShow(ClusterSnapshot snapshot) {
    return snapshot.services().values().stream()
        .allMatch(service -> service.statusAddresses().size() == 1);
  }

  @Test
  void statusWriter_takesTheStatusOverFromAnotherManager() throws InterruptedException {
    apply(service("web", "LoadBalancer"));
    log.await("the Service", s -> s.services().containsKey(WEB));
    user.services()
        .inNamespace("shop")
        .withName("web")
        .subresource("status")
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager("someone-else")
                .build(),
            """
            {"apiVersion":"v1","kind":"Service","metadata":{"name":"web","namespace":"shop"},
             "status":{"loadBalancer":{"ingress":[{"ip":"192.0.2.1"}]}}}
            """);
    log.await("their address", s -> shownIn(s).size() == 1);
    try (var writer = new ServiceStatusWriter(bridge, watcher, Clock.systemUTC())) {
      writer.write(WEB, List.of(IP_200, IP_201), Optional.empty(), Optional.empty());

      log.await("our addresses", s -> shownIn(s).equals(List.of(IP_200, IP_201)));
      writer.clear(WEB);
      log.await("none", s -> shownIn(s).isEmpty());
    }
  }

  @Test
  void condition_saysWhyAServiceIsPendingAndLeavesOthersAlone() throws InterruptedException {
    apply(service("web", "LoadBalancer"));
    user.services()
        .inNamespace("shop")
        .withName("web")
        .subresource("status")
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager("someone-else")
                .build(),
            """
            {"apiVersion":"v1","kind":"Service","metadata":{"name":"web","namespace":"shop"},
             "status":{"conditions":[{"type":"example.org/Checked","status":"True","reason":"Fine",
              "message":"","lastTransitionTime":"2026-01-01T00:00:00Z"}]}}
            """);
    log.await("the Service", s -> s.services().containsKey(WEB));
    try (var writer = new ServiceStatusWriter(bridge, watcher, Clock.systemUTC())) {
      var exhausted = Optional.of(new PendingCondition("PoolExhausted", "no available IPs"));
      pending(writer, exhausted);
      assertEquals(
          "example.org/Checked True Fine, fairlead.io/AddressAssigned False PoolExhausted",
          conditions());
      String since = condition().getLastTransitionTime();
      int before = writes.get();
      pending(writer, exhausted);
      assertEquals(before, writes.get(), "nothing is written again");

      pending(writer, Optional.of(new PendingCondition("QuotaExceeded", "used up")));
      assertEquals("used up", condition().getMessage());
      assertEquals(since, condition().getLastTransitionTime(), "it is pending since then");

      writer.write(WEB, List.of(IP_200), Optional.of("default"), Optional.empty());
      until("the address", writer::isIdle);
      assertEquals("example.org/Checked True Fine", conditions());
      assertEquals(List.of(IP_200), ServiceTranslator.statusAddresses(web()));
    }
  }

  private void pending(ServiceStatusWriter writer, Optional<PendingCondition> why)
      throws InterruptedException {
    writer.write(WEB, List.of(), Optional.empty(), why);
    until("the condition", writer::isIdle);
  }

  private Condition condition() {
    return web().getStatus().getConditions().stream()
        .filter(each -> PendingCondition.TYPE.equals(each.getType()))
        .findFirst()
        .orElseThrow();
  }

  private String conditions() {
    return web().getStatus().getConditions().stream()
        .map(each -> each.getType() + " " + each.getStatus() + " " + each.getReason())
        .sorted()
        .collect(Collectors.joining(", "));
  }

  @Test
  void statusWriter_ofAServiceThatIsGone_doesNothing() throws InterruptedException {
    log.await("a first snapshot", _ -> true);
    try (var writer = new ServiceStatusWriter(bridge, watcher, Clock.systemUTC())) {
      writer.write(WEB, List.of(IP_200), Optional.of("default"), Optional.empty());
      until("the end of it", writer::isIdle);
    }
    assertTrue(user.services().inNamespace("shop").list().getItems().isEmpty());
  }

  @Test
  void statusWriter_clearsAServiceOfAnotherType() throws InterruptedException {
    apply(service("web", "ClusterIP"));
    log.await("a first snapshot", _ -> true);
    user.services()
        .inNamespace("shop")
        .withName("web")
        .edit(
            service -> {
              service
                  .getMetadata()
                  .setAnnotations(
                      new TreeMap<>(Map.of("metallb.io/ip-allocated-from-pool", "default")));
              return service;
            });
    try (var writer = new ServiceStatusWriter(bridge, watcher, Clock.systemUTC())) {
      writer.clear(WEB);
      until("the clearing", writer::isIdle);
    }
    assertTrue(
        Optional.ofNullable(web().getMetadata().getAnnotations()).orElse(Map.of()).isEmpty());
  }

  @Test
  void eventRecorder_saysOnceAndCounts() throws InterruptedException {
    apply(service("web", "LoadBalancer"));
    log.await("the Service", s -> s.services().containsKey(WEB));
    var clock = fixedClock();
    try (var recorder = new EventRecorder(bridge, watcher, clock)) {
      for (int i = 0; i < 3; i++) {
        recorder.ipAllocated(WEB, List.of(IP_200));
        recorder.nodeAssigned(WEB, new NodeName("n1"));
      }
      until("two Events", recorder::isIdle);
      assertEquals(2, events().size());

      recorder.clearAssignment(WEB, "pool shrunk");
      recorder.ipAllocated(WEB, List.of(IP_200));
      recorder.allocationFailed(WEB, "AllocationFailed", "no available IPs");
      until("the other Events", recorder::isIdle);
    }
    var allocated = event("IPAllocated");
    assertEquals("Assigned IP [\"192.168.120.200\"]", allocated.getMessage());
    assertEquals(4, allocated.getCount());
    assertEquals("Normal", allocated.getType());
    assertEquals("metallb-controller", allocated.getSource().getComponent());
    assertEquals(web().getMetadata().getUid(), allocated.getInvolvedObject().getUid());
    assertEquals("metallb-speaker", event("nodeAssigned").getSource().getComponent());
    assertEquals("Warning", event("AllocationFailed").getType());
    assertEquals(4, events().size());
  }

  @Test
  void poolStatusWriter_writesTheCountersOnce() throws InterruptedException, IOException {
    installCrds();
    apply(pool("gold", "10.1.0.0/24"));
    log.await("the pool", s -> s.config().pools().containsKey("gold"));
    try (var writer = new PoolStatusWriter(bridge, watcher)) {
      writer.write("gold", new PoolCounters(1, 0, 255, 0));
      writer.write("of the ConfigMap", new PoolCounters(1, 0, 255, 0));
      until("the write", writer::isIdle);
      assertEquals(new IPAddressPoolStatus(1, 0, 255, 0), gold().getStatus());

      int before = writes.get();
      writer.write("gold", new PoolCounters(1, 0, 255, 0));
      until("no write", writer::isIdle);
      assertEquals(before, writes.get());
    }
    assertEquals(1, log.all().getLast().config().pools().size());
  }

  private static Clock fixedClock() {
    return InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z")).withZone(ZoneOffset.UTC);
  }

  private List<Event> events() {
    return user.v1().events().inNamespace("shop").list().getItems();
  }

  private Event event(String reason) {
    return events().stream()
        .filter(event -> reason.equals(event.getReason()))
        .findFirst()
        .orElseThrow();
  }

  private Service web() {
    return user.services().inNamespace("shop").withName("web").require();
  }

  private IPAddressPool gold() {
    return user.resources(IPAddressPool.class)
        .inNamespace("metallb-system")
        .withName("gold")
        .require();
  }

  private static List<IpAddress> shownIn(ClusterSnapshot snapshot) {
    var view = snapshot.services().get(WEB);
    return view == null ? List.of() : view.statusAddresses();
  }
}
