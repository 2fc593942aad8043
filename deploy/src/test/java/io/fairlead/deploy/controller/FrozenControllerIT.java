package io.fairlead.deploy.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.LoadBalancerIngress;
import io.fabric8.kubernetes.api.model.LoadBalancerIngressBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The controller's process stands still amid its writes, others change what it was about to write,
 * and it goes on (ADR-0026).
 */
class FrozenControllerIT extends ControllerWithRights {
  private static final int SERVICES = 300;
  private static final int BEFORE = SERVICES / 15;
  private static final String OLD_RANGE = "10.0.42.0/23";
  private static final String NEW_RANGE = "10.0.50.0/23";
  private static final String FOREIGN = "203.0.113.9";

  /** Longer than the pause that the fence allows. */
  private static final long FROZEN_NANOS = Duration.ofSeconds(5).toNanos();

  private static final long QUIET_NANOS = Duration.ofSeconds(1).toNanos();

  /** What a Service showed at one time. */
  private record Shown(String name, String uid, List<String> addresses) {
    static Shown of(Service service) {
      var status = service.getStatus();
      var ingress =
          status == null || status.getLoadBalancer() == null
              ? List.<LoadBalancerIngress>of()
              : status.getLoadBalancer().getIngress();
      return new Shown(
          service.getMetadata().getName(),
          service.getMetadata().getUid(),
          ingress.stream().map(LoadBalancerIngress::getIp).toList());
    }

    boolean isOld() {
      return addresses.stream().anyMatch(a -> a.startsWith("10.0.42.") || a.startsWith("10.0.43."));
    }

    boolean isNew() {
      return addresses.size() == 1
          && (addresses.getFirst().startsWith("10.0.50.")
              || addresses.getFirst().startsWith("10.0.51."));
    }
  }

  /** Every change of every Service, in its order. */
  private static final class History implements Watcher<Service> {
    private final List<Shown> all = new CopyOnWriteArrayList<>();
    private volatile long lastNanos = System.nanoTime();

    @Override
    public void eventReceived(Action action, Service service) {
      all.add(Shown.of(service));
      lastNanos = System.nanoTime();
    }

    @Override
    public void onClose(WatcherException cause) {
      // What is missing then is waited for in vain.
      lastNanos = Long.MAX_VALUE;
    }

    boolean isQuiet() {
      return System.nanoTime() - lastNanos > QUIET_NANOS;
    }
  }

  @Test
  void frozenAndThawed_writesNothingOfBefore_andPutsRightWhatOthersChanged() throws Exception {
    for (int i = 0; i < SERVICES; i++) {
      apply(labelled(name(i)));
    }
    var history = new History();
    try (var process = ControllerProcess.start(folder, folder.resolve("controller"));
        var _ = client.services().inNamespace("default").withLabel("frozen").watch(history)) {
      await("all to be pending", () -> !conditions(name(SERVICES - 1)).isEmpty(), process);
      await("the conditions", history::isQuiet, process);
      apply(pool(OLD_RANGE));
      await("the first addresses", () -> old(history) >= BEFORE, process);
      process.freeze();
      long frozenAt = System.nanoTime();
      await("what was on its way", history::isQuiet, process);
      var held = shown();
      long served = held.values().stream().filter(Shown::isOld).count();
      assertTrue(served < SERVICES, "all were served; nothing was under way");

      changeMeanwhile(held);
      await("five seconds", () -> System.nanoTime() - frozenAt > FROZEN_NANOS, process);
      await("what others changed", history::isQuiet, process);
      var atThaw = shown();
      int mark = history.all.size();
      process.thaw();

      await(
          "addresses of the new range",
          () -> shown().values().stream().allMatch(Shown::isNew),
          process);
      var after = shown();
      assertEquals(SERVICES - 1, after.size(), "what was deleted stays so");
      assertEquals(
          after.size(),
          new HashSet<>(after.values().stream().map(Shown::addresses).toList()).size());
      assertEquals(
          List.of(),
          history.all.subList(mark, history.all.size()).stream()
              .filter(Shown::isOld)
              .filter(shown -> !shown.equals(atThaw.get(shown.name())))
              .toList(),
          "written after the thaw, decided before the freeze");
      assertEquals("theirs", annotationsOf(name(2)).get("example.org/owner"));
      assertTrue(process.log().contains("stood still"), process::log);
      apply(service("late"));
      await("a new Service", () -> addressOf("late").startsWith("10.0.5"), process);
      await(
          "the counters", () -> pools().getFirst().getStatus().assignedIPv4() == SERVICES, process);
    }
  }

  /** Another controller, a person and GitOps do not wait for ours. */
  private void changeMeanwhile(Map<String, Shown> held) {
    apply(pool(NEW_RANGE));
    var served = held.values().stream().filter(Shown::isOld).map(Shown::name).findFirst();
    var waiting = held.values().stream().filter(each -> !each.isOld()).map(Shown::name).toList();
    setForeign(served.orElseThrow());
    setForeign(waiting.getFirst());
    client
        .services()
        .inNamespace("default")
        .withName(name(2))
        .edit(
            service -> {
              service.getMetadata().getAnnotations().put("example.org/owner", "theirs");
              return service;
            });
    var services = client.services().inNamespace("default");
    services.withName(waiting.get(1)).delete();
    services.withName(waiting.get(2)).delete();
    apply(labelled(waiting.get(2)));
  }

  private void setForeign(String name) {
    client
        .services()
        .inNamespace("default")
        .withName(name)
        .editStatus(
            service -> {
              var foreign = new LoadBalancerIngressBuilder().withIp(FOREIGN).build();
              service.getStatus().getLoadBalancer().setIngress(List.of(foreign));
              return service;
            });
  }

  private static long old(History history) {
    return history.all.stream().filter(Shown::isOld).map(Shown::name).distinct().count();
  }

  private Map<String, Shown> shown() {
    return client.services().inNamespace("default").withLabel("frozen").list().getItems().stream()
        .map(Shown::of)
        .collect(Collectors.toMap(Shown::name, shown -> shown, (one, _) -> one, TreeMap::new));
  }

  private static String name(int number) {
    return "web-%03d".formatted(number);
  }

  private static String labelled(String name) {
    return service(name)
        .replace(
            "namespace: default}",
            "namespace: default, labels: {frozen: test}, annotations: {example.org/owner: ours}}");
  }

  private void await(String what, Supplier<Boolean> condition, ControllerProcess process) {
    try {
      await(what, condition);
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "\n" + process.log(), e);
    }
  }
}
