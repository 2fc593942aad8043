package io.fairlead.k8s;

import static io.fairlead.k8s.SnapshotLog.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Event;
import io.fairlead.k8s.crd.ConfigurationState;
import io.fairlead.k8s.crd.ConfigurationStateStatus;
import io.fairlead.k8s.write.ConfigStateWriter;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What is wrong with the configuration shows where a user looks. */
class ConfigStateIT extends EmbeddedBridge {
  ConfigStateIT() throws IOException {}

  @Test
  void configurationState_saysWhatIsWrongAndHeals() throws Exception {
    installCrds();
    try (var writer = new ConfigStateWriter(bridge, watcher, "metallb-system", Clock.systemUTC())) {
      apply(LEGACY.replace("layer2", "arp"));
      var bad = log.await("a fault", s -> !s.config().faults().isEmpty());
      writer.show(bad.config());
      until("it is invalid", () -> state("Invalid"));
      assertTrue(String.valueOf(stateStatus().errorSummary()).contains("old spelling"));
      until("idle", writer::isIdle);
      until("seen", this::informerShowsTheState);
      int before = writes.get();
      String since = String.valueOf(condition().lastTransitionTime());

      writer.show(bad.config());
      until("idle", writer::isIdle);
      assertEquals(before, writes.get(), "nothing is written again");

      apply(LEGACY);
      writer.show(log.await("healed", s -> s.config().faults().isEmpty()).config());
      until("it is valid", () -> state("Valid"));
      assertEquals("True", condition().status());
      assertTrue(since.compareTo(String.valueOf(condition().lastTransitionTime())) <= 0);

      user.resources(ConfigurationState.class)
          .inNamespace("metallb-system")
          .withName("controller")
          .delete();
      until("gone", () -> watcher.configurationState("controller").isEmpty());
      writer.show(log.all().getLast().config());
      until("made again", () -> state("Valid"));
    }
  }

  @Test
  void configMapAndResources_areToldOfInOneEvent() throws Exception {
    installCrds();
    apply(LEGACY);
    apply(pool("gold", "10.1.0.0/24"));
    var both = log.await("two pools", s -> s.config().pools().size() == 2).config();
    try (var writer = new ConfigStateWriter(bridge, watcher, "metallb-system", Clock.systemUTC())) {
      writer.show(both);
      writer.show(both);
      until("told", () -> !eventsOfBoth().isEmpty());
      until("idle", writer::isIdle);
    }
    try (var again = new ConfigStateWriter(bridge, watcher, "metallb-system", Clock.systemUTC())) {
      again.show(both);
      until("idle", again::isIdle);
    }
    assertEquals(1, eventsOfBoth().size());
    assertTrue(eventsOfBoth().getFirst().getMessage().contains("fairlead convert"));
  }

  private boolean informerShowsTheState() {
    return watcher
        .configurationState("controller")
        .filter(object -> object.getStatus() != null && object.getStatus().conditions() != null)
        .isPresent();
  }

  private List<Event> eventsOfBoth() {
    return user.v1().events().inNamespace("metallb-system").list().getItems();
  }

  private boolean state(String result) {
    var object =
        user.resources(ConfigurationState.class)
            .inNamespace("metallb-system")
            .withName("controller")
            .get();
    return object != null
        && object.getStatus() != null
        && result.equals(object.getStatus().result());
  }

  private ConfigurationStateStatus stateStatus() {
    return user.resources(ConfigurationState.class)
        .inNamespace("metallb-system")
        .withName("controller")
        .get()
        .getStatus();
  }

  private ConfigurationStateStatus.StateCondition condition() {
    return Objects.requireNonNull(stateStatus().conditions()).getFirst();
  }
}
