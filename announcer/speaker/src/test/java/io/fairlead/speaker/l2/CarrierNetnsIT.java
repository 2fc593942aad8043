package io.fairlead.speaker.l2;

import static io.fairlead.speaker.TestTables.entry;
import static io.fairlead.speaker.TestTables.table;
import static io.fairlead.speaker.TestViews.nodes;
import static io.fairlead.speaker.TestViews.view;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;
import io.fairlead.speaker.Await;
import io.fairlead.speaker.SpeakerCore;
import io.fairlead.speaker.plan.OwnStanding;
import io.fairlead.speaker.plan.StartGate;
import io.fairlead.speaker.table.TableStore;
import io.fairlead.testing.Require;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real interface that loses its carrier, because the port at the other end goes down. */
class CarrierNetnsIT {
  private static final Duration SOON = Duration.ofSeconds(8);
  private static final Duration DETECTED_IN = Duration.ofSeconds(3);
  private static final String OWN = "192.168.120.200";
  private static final String OTHERS = "192.168.120.201";
  @TempDir Path folder;
  private @Nullable Lan made;

  @BeforeEach
  void makeLan() throws Exception {
    Require.netns();
    made = new Lan();
    lan().host("n1", 11);
  }

  @AfterEach
  void removeLan() throws Exception {
    if (made != null) {
      made.close();
    }
  }

  @Test
  void hasLink_followsThePortAtTheOtherEndWhateverExcludedInterfaceIsUp() throws Exception {
    lan().in("n1", "ip link add veth1 type veth peer name veth2");
    lan().in("n1", "ip link set veth1 up");
    lan().in("n1", "ip link set veth2 up");
    try (var n1 = announcer()) {
      for (int i = 0; i < 2; i++) {
        lan().in("br", "ip link set p-n1 down");
        Await.until(DETECTED_IN, () -> !n1.hasLink(), n1.openInterfaces()::toString);
        lan().in("br", "ip link set p-n1 up");
        Await.until(DETECTED_IN, n1::hasLink, n1.openInterfaces()::toString);
      }
      lan().in("n1", "ip link set eth0 down");
      Await.until(DETECTED_IN, () -> !n1.hasLink(), n1.openInterfaces()::toString);
    }
  }

  @Test
  void cutOffSpeaker_takesNothingOverUntilItsLinkIsBackAndTheOtherStillSilent() throws Exception {
    var store = new TableStore(folder.resolve("table.json"));
    try (var n1 = announcer();
        var core = SpeakerCore.start(new NodeName("a"), n1, store, new StartGate.Waits(0, 0, 0))) {
      core.updateTable(table(1, 1, entry(OWN, 5, "a", "b"), entry(OTHERS, 3, "b", "a"))).join();
      core.updateLiveNodes(view("a", nodes("a", "b"), nodes("a", "b"))).join();
      // Nobody confirmed what its disk says, so it asks the segment first.
      Await.until(SOON, () -> epoch(n1, OWN) == 5, () -> n1.current().toString());
      lan().in("br", "ip link set p-n1 down");
      Await.until(DETECTED_IN, () -> !n1.hasLink(), n1.openInterfaces()::toString);
      core.updateLiveNodes(view("a", nodes("a"), nodes("a", "b"))).join();
      Await.always(
          DETECTED_IN,
          () -> epoch(n1, OWN) == 5 && epoch(n1, OTHERS) == -1,
          () -> n1.current().toString());
      lan().in("br", "ip link set p-n1 up");
      var limit = SOON.plusMillis(OwnStanding.SETTLE_MILLIS_MAX);
      Await.until(limit, () -> epoch(n1, OTHERS) == 4, () -> n1.current().toString());
      assertEquals(5, epoch(n1, OWN));
    }
  }

  private static long epoch(L2Announcer announcer, String address) {
    var announcement = announcer.current().get(IpAddress.parse(address));
    return announcement == null ? -1 : announcement.epoch();
  }

  private L2Announcer announcer() throws Exception {
    var announcer = lan().announcer("n1");
    Await.until(SOON, () -> !announcer.openInterfaces().isEmpty(), () -> "no interface on n1");
    Await.until(SOON, announcer::hasLink, () -> "no carrier on n1");
    return announcer;
  }

  private Lan lan() {
    return Objects.requireNonNull(made);
  }
}
