package io.fairlead.deploy.controller;

import static io.fairlead.deploy.controller.BridgeSamples.holds;
import static io.fairlead.deploy.controller.BridgeSamples.pending;
import static io.fairlead.deploy.controller.BridgeSamples.service;
import static io.fairlead.deploy.controller.BridgeSamples.snapshot;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.cluster.ServiceView;
import io.fairlead.ipam.RejectReason;
import io.fairlead.ipam.actor.AddressPoolActor;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** First requests that go to the pools together, and what comes of them. */
class BridgeAgendaTogetherTest extends AgendaSteps {
  @Test
  void next_boundsHowManyAreAskedAtOnce() {
    var many =
        IntStream.range(0, BridgeAgenda.IN_FLIGHT_MAX + 50)
            .mapToObj(i -> service("web-" + i, i))
            .toArray(ServiceView[]::new);
    var cluster = withPool(many);

    assertEquals(List.of("together default " + many.length), next(cluster));
    assertEquals(List.of(), next(cluster));
    togetherAnswered();
    assertEquals(BridgeAgenda.IN_FLIGHT_MAX, next(cluster).size());
    agenda.serviceAnswered(holds("web-0", "default", "192.168.120.200"), false);
    assertEquals(List.of("converge web-" + BridgeAgenda.IN_FLIGHT_MAX), next(cluster));
  }

  @Test
  void next_sendsFirstRequestsInBatches_andGoesOnWhenAllAreOver() {
    var many =
        IntStream.range(0, AddressPoolActor.BATCH_MAX + 1)
            .mapToObj(i -> service("web-" + i, i))
            .toArray(ServiceView[]::new);
    var cluster = withPool(many);

    assertEquals(List.of("together default 250", "together default 1"), next(cluster));
    togetherAnswered();
    assertEquals("converge web-0", next(cluster).getFirst());
    togetherAnswered();
    assertEquals(List.of(), next(cluster));
  }

  @Test
  void togetherAnswered_showsAtOnceWhatThePoolRecorded_andTheServicesRecordItAfterwards() {
    var cluster = withPool(newcomers(FirstRequests.TOGETHER_MIN));
    next(cluster);

    var served = togetherAnswered(answered("web-3", "192.168.120.203"));

    assertEquals(List.of(holds("web-3", "default", "192.168.120.203")), served);
    var asked = next(cluster);
    assertEquals(FirstRequests.TOGETHER_MIN, asked.size());
    assertEquals("converge web-3", asked.getLast());
    assertFalse(agenda.isIdle());
    for (int i = 0; i < FirstRequests.TOGETHER_MIN; i++) {
      if (i != 3) {
        agenda.serviceAnswered(holds("web-" + i, "default", "192.168.120.20" + i % 10), false);
      }
    }
    assertEquals(List.of(), next(cluster));
    assertTrue(agenda.isIdle());
    agenda.serviceAnswered(holds("web-3", "default", "192.168.120.203"), false);
    assertEquals(List.of(), next(cluster));
  }

  @Test
  void next_letsServicesRecordNothing_whileStatusesAreWritten() {
    var cluster = withPool(newcomers(FirstRequests.TOGETHER_MIN));
    next(cluster, false);
    togetherAnswered(answered("web-3", "192.168.120.203"));

    var asked = next(cluster, false);

    assertFalse(asked.contains("converge web-3"));
    assertEquals(FirstRequests.TOGETHER_MIN - 1, asked.size(), "newcomers are asked all the same");
    assertTrue(agenda.hasConfirmations());
    assertEquals(List.of("converge web-3"), next(cluster, true));
    assertFalse(agenda.hasConfirmations());
  }

  @Test
  void togetherAnswered_givesBackWhatWasRecordedForAServiceThatIsGoneMeanwhile() {
    next(withPool(newcomers(FirstRequests.TOGETHER_MIN)));
    var fewer = snapshot(List.of(POOL), newcomers(3));
    next(fewer);

    assertEquals(List.of(), togetherAnswered(answered("web-9", "192.168.120.203")));

    assertTrue(next(fewer).contains("release web-9 of default"));
  }

  @Test
  void next_takesBackWhatWasShownButNotRecorded_whenTheServiceGoes() {
    var cluster = withPool(newcomers(FirstRequests.TOGETHER_MIN));
    next(cluster);
    togetherAnswered(answered("web-9", "192.168.120.203"));

    var without = next(snapshot(List.of(POOL), newcomers(9)));

    assertTrue(without.containsAll(List.of("release web-9 of default", "clear web-9")));
  }

  @Test
  void togetherAnswered_showsNothingThatAnswersAnOlderRequest() {
    next(withPool(newcomers(FirstRequests.TOGETHER_MIN)));
    var views = newcomers(FirstRequests.TOGETHER_MIN);
    views[3] = BridgeSamples.asking(views[3], "192.168.120.209");
    var changed = snapshot(List.of(POOL), views);
    next(changed);

    assertEquals(List.of(), togetherAnswered(answered("web-3", "192.168.120.203")));

    assertTrue(next(changed).contains("converge web-3"));
  }

  @Test
  void next_asksForThePendingTogetherWhenAPoolComes() {
    var without = snapshot(List.of(), newcomers(FirstRequests.TOGETHER_MIN));
    next(without);
    for (int i = 0; i < FirstRequests.TOGETHER_MIN; i++) {
      agenda.serviceAnswered(pending("web-" + i, "", RejectReason.NO_POOLS_CONFIGURED), false);
    }
    assertEquals(List.of(), next(without));
    var with = snapshot(List.of(POOL), newcomers(FirstRequests.TOGETHER_MIN));
    next(with);
    agenda.poolAnswered("default");

    assertEquals(List.of("together default 16"), next(with));
  }

  @Test
  void next_sendsHoldersTogetherFirst_andNewcomersTogetherWhenAllHoldersAreDone() {
    var many =
        IntStream.range(0, 2 * FirstRequests.TOGETHER_MIN)
            .mapToObj(
                i ->
                    i % 2 == 0
                        ? service("holder-" + i, i, "192.168.120.20" + i % 10)
                        : service("newcomer-" + i, i))
            .toArray(ServiceView[]::new);
    var cluster = withPool(many);

    assertEquals(List.of("together default 16"), next(cluster));
    togetherAnswered();
    assertEquals(16, next(cluster).size());
    for (int i = 0; i < many.length; i += 2) {
      agenda.serviceAnswered(holds("holder-" + i, "default", "192.168.120.200"), false);
    }

    assertEquals(List.of("together default 16"), next(cluster));
    togetherAnswered();
    assertEquals("converge newcomer-1", next(cluster).getFirst());
  }

  private static ServiceView[] newcomers(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> service("web-" + i, i))
        .toArray(ServiceView[]::new);
  }
}
