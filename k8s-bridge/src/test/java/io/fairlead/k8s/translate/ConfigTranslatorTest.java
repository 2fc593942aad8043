package io.fairlead.k8s.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fairlead.config.ConfigFault;
import io.fairlead.config.ConfigRule;
import io.fairlead.config.L2Advertisement;
import io.fairlead.k8s.crd.IPAddressPool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ConfigTranslatorTest {
  private static final ConfigMap LEGACY =
      Yaml.configMap(
          "address-pools: [{name: default, protocol: layer2, addresses: [10.0.0.0/24]}]");

  @Test
  void next_ofNothing_isTheEmptyConfig() {
    assertEquals(ConfigState.EMPTY, ConfigTranslator.next(ConfigState.EMPTY, input()));
  }

  @Test
  void next_ofALayer2PoolOfTheConfigMap_announcesIt() {
    var state = next(ConfigState.EMPTY, LEGACY);

    var pool = state.config().pools().get("default");
    assertTrue(pool != null);
    assertEquals(
        List.of("config/default"),
        state.config().l2Advertisements().stream().map(L2Advertisement::name).toList());
    assertTrue(state.config().l2Advertisements().getFirst().pools().contains("default"));
    assertEquals(List.of(), state.config().faults());
  }

  @Test
  void next_ofResourcesAndConfigMap_hasBoth() {
    var state = next(ConfigState.EMPTY, LEGACY, Yaml.pool("gold", 0, "10.1.0.0/24"));

    assertEquals(List.of("default", "gold"), names(state));
  }

  @Test
  void next_ofTwoPoolsOfOneName_takesTheResource() {
    var state =
        next(next(ConfigState.EMPTY, LEGACY), LEGACY, Yaml.pool("default", 0, "10.1.0.0/24"));

    assertEquals("[10.1.0.0-10.1.0.255]", ranges(state, "default"));
    assertTrue(faults(state).contains("pool \"default\" has no effect"));
    assertTrue(state.config().l2Advertisements().isEmpty());
  }

  @Test
  void next_ofOverlappingPools_takesTheOlderOne() {
    var state = next(Yaml.pool("a", 9, "10.0.0.0/24"), Yaml.pool("b", 1, "10.0.0.128-10.0.1.9"));

    assertEquals(List.of("b"), names(state));
    assertEquals(
        List.of(
            new ConfigFault(
                "IPAddressPool metallb-system/a",
                "range 10.0.0.0-10.0.0.255 overlaps with 10.0.0.128-10.0.1.9 of pool \"b\"; the"
                    + " pool is left out",
                ConfigRule.RANGE_OVERLAP)),
        state.config().faults());
  }

  @Test
  void next_ofOverlappingPoolsOfOneAge_takesTheFirstName() {
    assertEquals(
        List.of("a"),
        names(next(Yaml.pool("b", 1, "10.0.0.0/24"), Yaml.pool("a", 1, "10.0.0.0/8"))));
  }

  @Test
  void next_ofAPoolThatGrowsIntoAnother_keepsBothAsTheyWere() {
    var good = next(Yaml.pool("a", 1, "10.0.0.0/24"), Yaml.pool("b", 2, "10.0.1.0/24"));

    var state = next(good, Yaml.pool("a", 1, "10.0.0.0/16"), Yaml.pool("b", 2, "10.0.1.0/24"));

    assertEquals(good.config().pools(), state.config().pools());
    assertTrue(faults(state).contains("last good version stays in force"));
  }

  @Test
  void next_ofAChangeThatPushesOutAnother_isRefused() {
    var good = next(Yaml.pool("a", 1, "10.0.0.0/24"), Yaml.pool("b", 2, "10.0.1.0/24"));

    // Both changed: a takes the place of b, b overlaps with what a wants.
    var state =
        next(good, Yaml.pool("a", 1, "10.0.1.0/24"), Yaml.pool("b", 2, "10.0.1.0-10.0.1.5"));

    assertTrue(state.config().pools().keySet().containsAll(List.of("a", "b")));
    assertEquals("[10.0.0.0-10.0.0.255]", ranges(state, "a"));
    assertEquals("[10.0.1.0-10.0.1.5]", ranges(state, "b"));
    assertTrue(faults(state).contains("10.0.1.0-10.0.1.5 of pool \"b\""));
  }

  @Test
  void next_ofTwoPoolsThatSwapRanges_swapsThem() {
    var good = next(Yaml.pool("a", 1, "10.0.0.0/24"), Yaml.pool("b", 2, "10.0.1.0/24"));
    var half = next(good, Yaml.pool("a", 1, "10.0.1.0/24"), Yaml.pool("b", 2, "10.0.1.0/24"));
    var swapped = next(half, Yaml.pool("a", 1, "10.0.1.0/24"), Yaml.pool("b", 2, "10.0.0.0/24"));

    assertEquals("[10.0.0.0-10.0.0.255]", ranges(half, "a"));
    assertEquals("[10.0.1.0-10.0.1.255]", ranges(swapped, "a"));
    assertEquals("[10.0.0.0-10.0.0.255]", ranges(swapped, "b"));
    assertEquals(List.of(), swapped.config().faults());
  }

  @Test
  void next_ofABadEdit_keepsTheLastGoodVersionAndHealsOnRevert() {
    var good = next(Yaml.pool("a", 1, "10.0.0.0/24"));

    var bad = next(good, Yaml.pool("a", 1, "nonsense"));
    var again = next(bad, Yaml.pool("a", 1, "more nonsense"));
    var healed = next(again, Yaml.pool("a", 1, "10.0.0.0/24"));

    assertEquals(good.config().pools(), bad.config().pools());
    assertTrue(faults(bad).contains("last good version stays in force"));
    assertEquals(good.config().pools(), again.config().pools());
    assertEquals(good, healed);
  }

  @Test
  void next_ofABadConfigMap_keepsTheLastGoodVersion() {
    var good = next(ConfigState.EMPTY, LEGACY);

    var bad = next(good, Yaml.configMap("address-pools: {ip-start}-{ip-stop}"));

    assertEquals(good.config().pools(), bad.config().pools());
    assertEquals(good.config().l2Advertisements(), bad.config().l2Advertisements());
    assertTrue(faults(bad).contains("placeholder"));
    assertEquals(good, next(bad, LEGACY));
  }

  @Test
  void next_ofABadConfigMapAtFirst_isLeftOut() {
    var state = next(ConfigState.EMPTY, Yaml.configMap("address-pools: 1"));

    assertTrue(state.config().pools().isEmpty());
    assertTrue(faults(state).contains("it is left out"));
  }

  @Test
  void next_afterDeletion_hasNothingLeft() {
    var good = next(next(ConfigState.EMPTY, LEGACY), LEGACY, Yaml.pool("gold", 0, "10.1.0.0/24"));

    assertEquals(ConfigState.EMPTY, ConfigTranslator.next(good, input()));
  }

  @Test
  void next_ofABadAdvertisement_keepsTheLastGoodVersion() {
    var good =
        ConfigTranslator.next(
            ConfigState.EMPTY,
            new ConfigInput(
                List.of(),
                List.of(Yaml.advertisement("l2", "interfaces: [eth0]")),
                Optional.empty()));

    var bad =
        ConfigTranslator.next(
            good,
            new ConfigInput(
                List.of(),
                List.of(
                    Yaml.advertisement("l2", "interfaces: [eth0, eth0]"),
                    Yaml.advertisement("fresh", "interfaces: [eth1, eth1]")),
                Optional.empty()));

    assertEquals(good.config().l2Advertisements(), bad.config().l2Advertisements());
    assertEquals(2, bad.config().faults().size());
  }

  @Test
  void restored_isWhatTheSameObjectsLeadTo() {
    var input =
        new ConfigInput(
            List.of(Yaml.pool("gold", 0, "10.1.0.0/24")),
            List.of(Yaml.advertisement("l2", "ipAddressPools: [gold]")),
            Optional.of(LEGACY));
    var before = ConfigTranslator.next(ConfigState.EMPTY, input);

    var restored = ConfigState.restored(before.config());

    assertEquals(before, restored);
    assertEquals(before, ConfigTranslator.next(restored, input));
  }

  @Test
  void restored_keepsWhatIsFaultyNowAndDropsWhatIsGone() {
    var before =
        ConfigTranslator.next(
            ConfigState.EMPTY,
            new ConfigInput(
                List.of(Yaml.pool("gold", 0, "10.1.0.0/24"), Yaml.pool("gone", 0, "10.2.0.0/24")),
                List.of(),
                Optional.of(LEGACY)));

    var after =
        next(
            ConfigState.restored(before.config()),
            Yaml.configMap("nonsense"),
            Yaml.pool("gold", 0, "nonsense"));

    assertEquals(List.of("default", "gold"), names(after));
    assertEquals(1, after.config().l2Advertisements().size());
    assertEquals(
        2, after.config().faults().stream().filter(fault -> !fault.rule().isNotice()).count());
  }

  @Property(tries = 300)
  void next_isTheSameForAnyOrderOfObjects(
      @ForAll @Size(max = 6) List<@IntRange(max = 20) Integer> starts, @ForAll long seed) {
    var pools = new ArrayList<IPAddressPool>();
    for (int i = 0; i < starts.size(); i++) {
      int start = starts.get(i);
      pools.add(Yaml.pool("p" + i, i % 3, "10.0.0." + start + "-10.0.0." + (start + 5)));
    }
    var shuffled = new ArrayList<>(pools);
    Collections.shuffle(shuffled, new Random(seed));

    var straight = ConfigTranslator.next(ConfigState.EMPTY, input(pools));
    var other = ConfigTranslator.next(ConfigState.EMPTY, input(shuffled));

    assertEquals(straight, other);
    assertEquals(straight, ConfigTranslator.next(straight, input(shuffled)), "stable");
  }

  @Property(tries = 300)
  void next_neverOverlapsAndNeverDropsAPoolThatStillExists(
      @ForAll @Size(max = 8) List<@Size(value = 4) List<@IntRange(max = 30) Integer>> edits) {
    var state = ConfigState.EMPTY;
    for (var edit : edits) {
      var before = state.config().pools().keySet();
      var pools = new ArrayList<IPAddressPool>();
      for (int i = 0; i < edit.size(); i++) {
        pools.add(Yaml.pool("p" + i, i, "10.0.0." + edit.get(i) + "-10.0.0." + (edit.get(i) + 9)));
      }

      state = ConfigTranslator.next(state, input(pools));

      assertTrue(state.config().pools().keySet().containsAll(before), "a pool was lost");
      var all = state.config().pools().values().stream().flatMap(p -> p.ranges().stream()).toList();
      for (int i = 0; i < all.size(); i++) {
        for (int j = 0; j < i; j++) {
          assertTrue(!all.get(i).overlaps(all.get(j)), "overlap");
        }
      }
    }
  }

  private static ConfigState next(IPAddressPool... pools) {
    return next(ConfigState.EMPTY, pools);
  }

  private static ConfigState next(ConfigState previous, IPAddressPool... pools) {
    return ConfigTranslator.next(previous, input(Arrays.asList(pools)));
  }

  private static ConfigState next(
      ConfigState previous, ConfigMap configMap, IPAddressPool... pools) {
    return ConfigTranslator.next(
        previous, new ConfigInput(Arrays.asList(pools), List.of(), Optional.of(configMap)));
  }

  private static ConfigInput input() {
    return input(List.of());
  }

  private static ConfigInput input(List<IPAddressPool> pools) {
    return new ConfigInput(pools, List.of(), Optional.empty());
  }

  private static List<String> names(ConfigState state) {
    return List.copyOf(state.config().pools().keySet());
  }

  private static String ranges(ConfigState state, String pool) {
    var config = state.config().pools().get(pool);
    return config == null ? "none" : config.ranges().toString();
  }

  private static String faults(ConfigState state) {
    return state.config().faults().toString();
  }
}
