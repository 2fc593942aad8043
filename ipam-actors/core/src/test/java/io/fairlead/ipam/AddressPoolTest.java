package io.fairlead.ipam;

import static io.fairlead.ipam.Fixture.API;
import static io.fairlead.ipam.Fixture.DUAL;
import static io.fairlead.ipam.Fixture.T0;
import static io.fairlead.ipam.Fixture.V4;
import static io.fairlead.ipam.Fixture.V6;
import static io.fairlead.ipam.Fixture.WEB;
import static io.fairlead.ipam.Fixture.addresses;
import static io.fairlead.ipam.Fixture.atOnce;
import static io.fairlead.ipam.Fixture.avoiding;
import static io.fairlead.ipam.Fixture.grant;
import static io.fairlead.ipam.Fixture.pool;
import static io.fairlead.ipam.Fixture.service;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.config.PoolConfig;
import io.fairlead.net.IpAddress;
import io.fairlead.net.IpFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressPoolTest {
  private AddressPool pool = AddressPool.empty("lan");
  private int written;

  private void configure(PoolConfig config) {
    apply(pool.configure(config));
  }

  private void apply(List<AddressPoolEvent> events) {
    written = events.size();
    for (AddressPoolEvent event : events) {
      pool = pool.apply(event);
    }
  }

  /** What was given, or the refusal. */
  private Object ask(
      ServiceKey service, List<IpFamily> families, List<IpAddress> desired, String digest) {
    var decision = pool.assign(AssignRequest.plain(service, families, desired, digest), T0);
    apply(decision.events());
    return switch (decision.reply()) {
      case PoolAnswer.Assigned assigned -> assigned.addresses();
      case PoolAnswer.Refused refused -> refused;
    };
  }

  private Object ask(ServiceKey service, List<IpFamily> families, String... desired) {
    return ask(service, families, addresses(desired), "digest");
  }

  /** Of a pool whose only Services have one IPv4 address each. */
  private static PoolUsage usage(boolean retired, long assigned, long ipv4, long ipv6) {
    return new PoolUsage(
        "lan",
        retired,
        assigned,
        new PoolUsage.FamilyUsage(assigned, ipv4, 0, 0, 0),
        new PoolUsage.FamilyUsage(0, ipv6, 0, 0, 0));
  }

  private static Object given(String... addresses) {
    return addresses(addresses);
  }

  private static Object refused(RejectReason reason, String detail) {
    return new PoolAnswer.Refused(new PoolRefusal("lan", reason, detail));
  }

  @ParameterizedTest
  @CsvSource({
    "192.168.120.200-192.168.120.250, 192.168.120.200, 192.168.120.201",
    "10.0.42.0/24, 10.0.42.0, 10.0.42.1",
    "10.0.0.9/32|10.0.0.1/32, 10.0.0.9, 10.0.0.1",
    "10.0.0.255-10.0.1.0, 10.0.0.255, 10.0.1.0",
    "0.0.0.0/0, 0.0.0.0, 0.0.0.1",
    "fd00::/128|10.0.0.0/31, 10.0.0.0, 10.0.0.1"
  })
  void assign_givesTheFirstFreeAddressInListedOrder(String ranges, String first, String second) {
    configure(atOnce("lan", ranges.split("\\|")));

    assertEquals(given(first), ask(WEB, V4));
    assertEquals(given(second), ask(API, V4));
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.42.0/24, 10.0.42.1, 10.0.42.2",
    "10.0.0.254-10.0.1.2, 10.0.0.254, 10.0.1.1",
    "10.0.0.255-10.0.1.2, 10.0.1.1, 10.0.1.2",
    "10.0.0.0/32|10.0.0.255/32|10.0.7.0/30, 10.0.7.1, 10.0.7.2"
  })
  void assign_passesOverAddressesThatOldEquipmentRefuses(
      String ranges, String first, String second) {
    configure(avoiding(atOnce("lan", ranges.split("\\|"))));

    assertEquals(given(first), ask(WEB, V4));
    assertEquals(given(second), ask(API, V4));
  }

  @Test
  void assign_avoidsNothingOfIpv6() {
    configure(avoiding(atOnce("lan", "fd00::/64")));

    assertEquals(given("fd00::"), ask(WEB, V6));
    assertEquals(given("fd00::ff"), ask(API, V6, "fd00::ff"));
  }

  @Test
  void assign_refusesBeforeTheFirstConfiguration() {
    assertEquals(refused(RejectReason.UNKNOWN_POOL, ""), ask(WEB, V4));
  }

  @Test
  void assign_refusesWhenThePoolIsFull_andServesAgainAfterARelease() {
    configure(atOnce("lan", "10.0.0.0/31"));
    ask(service(1), V4);
    ask(service(2), V4);

    assertEquals(refused(RejectReason.POOL_EXHAUSTED, "IPv4"), ask(WEB, V4));

    apply(pool.release(service(1), T0));
    assertEquals(given("10.0.0.0"), ask(WEB, V4));
  }

  @Test
  void assign_repeated_answersTheSameAndWritesNothing() {
    configure(atOnce("lan", "10.0.0.0/24"));
    ask(WEB, V4);

    assertEquals(given("10.0.0.0"), ask(WEB, V4));

    assertEquals(0, written);
  }

  @Test
  void assign_withAnotherRequestThatIsStillSatisfied_keepsTheAddressAndRecordsTheDigest() {
    configure(atOnce("lan", "10.0.0.0/24"));
    ask(API, V4);
    ask(WEB, V4);
    apply(pool.release(API, T0));

    assertEquals(given("10.0.0.1"), ask(WEB, V4, List.of(), "other"));
    assertEquals(given("10.0.0.1"), ask(WEB, V4, addresses("10.0.0.1"), "third"));

    assertEquals(1, written);
    assertEquals("third", pool.holdingOf(WEB).orElseThrow().digest());
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.1.1, ADDRESS_NOT_IN_POOL, 10.0.1.1",
    "10.0.0.0, ADDRESS_NOT_ALLOWED, 10.0.0.0",
    "10.0.0.1, ADDRESS_IN_USE, '\"shop/web\", address also in use by shop/api: existing service does"
        + " not allow sharing on \"10.0.0.1\"'",
    "fd00::1, INVALID_REQUEST, addresses [fd00::1] do not fit the families [IPV4]"
  })
  void assign_refusesADesiredAddress(String desired, RejectReason reason, String detail) {
    configure(avoiding(atOnce("lan", "10.0.0.0/24", "fd00::/64")));
    ask(API, V4, "10.0.0.1");

    assertEquals(refused(reason, detail), ask(WEB, V4, desired));
    assertEquals(0, written);
  }

  @Test
  void assign_refusesTwoAddressesOfOneFamily() {
    configure(atOnce("lan", "10.0.0.0/24"));

    var answer = (PoolAnswer.Refused) ask(WEB, V4, "10.0.0.1", "10.0.0.2");

    assertEquals(RejectReason.INVALID_REQUEST, answer.refusal().reason());
  }

  @Test
  void assign_toAnotherDesiredAddress_givesTheOldOneBack() {
    configure(atOnce("lan", "10.0.0.0/24"));
    ask(WEB, V4);

    assertEquals(given("10.0.0.7"), ask(WEB, V4, "10.0.0.7"));

    assertEquals(given("10.0.0.0"), ask(API, V4));
    assertEquals(List.of(WEB), pool.ownersOf(IpAddress.parse("10.0.0.7")));
  }

  @Test
  void assign_dualStack_givesBothOrNothing() {
    configure(atOnce("lan", "fd00::/64", "10.0.0.0/32"));

    assertEquals(given("10.0.0.0", "fd00::"), ask(WEB, DUAL));
    assertEquals(refused(RejectReason.POOL_EXHAUSTED, "IPv4"), ask(API, DUAL));
    assertEquals(Optional.empty(), pool.holdingOf(API));
    assertEquals(given("fd00::1"), ask(API, V6));
  }

  @Test
  void assign_saysWhichFamilyThePoolLacks() {
    configure(atOnce("lan", "10.0.0.0/24"));

    assertEquals(refused(RejectReason.WRONG_FAMILY, "IPv6"), ask(WEB, DUAL));
    assertEquals(refused(RejectReason.WRONG_FAMILY, "IPv6"), ask(WEB, V6));
  }

  @Test
  void assign_addsTheSecondFamily_andDropsItAgain_withoutMovingTheFirst() {
    configure(atOnce("lan", "10.0.0.0/24", "fd00::/64"));
    ask(API, DUAL);
    ask(WEB, V4);
    apply(pool.release(API, T0));

    assertEquals(given("10.0.0.1", "fd00::"), ask(WEB, DUAL));
    assertEquals(given("10.0.0.1"), ask(WEB, V4));
    assertEquals(List.of(), pool.ownersOf(IpAddress.parse("fd00::")));
  }

  @Test
  void configure_keepsWhatItNoLongerCovers_untilTheServiceComesBack() {
    configure(atOnce("lan", "10.0.0.0/24"));
    ask(WEB, V4, "10.0.0.9");
    configure(atOnce("lan", "10.0.0.0/30"));

    assertEquals(List.of(WEB), pool.ownersOf(IpAddress.parse("10.0.0.9")));
    assertEquals(refused(RejectReason.ADDRESS_NOT_IN_POOL, "10.0.0.9"), ask(WEB, V4, "10.0.0.9"));
    assertEquals(given("10.0.0.0"), ask(WEB, V4));
    configure(atOnce("lan", "10.0.0.0/24"));
    assertEquals(given("10.0.0.9"), ask(API, V4, "10.0.0.9"));
  }

  @Test
  void configure_widerWhileSomebodyHoldsAnAddress_doesNotGiveItOutTwice() {
    configure(atOnce("lan", "10.0.0.0/31"));
    ask(WEB, V4);
    configure(atOnce("lan", "10.0.9.0/31"));
    configure(atOnce("lan", "10.0.0.0/24"));

    assertEquals(given("10.0.0.1"), ask(API, V4));
  }

  @Test
  void configure_toAvoidSome_refusesAHeldOne_andNeverGivesItOut() {
    configure(atOnce("lan", "10.0.0.0/30"));
    ask(WEB, V4);
    configure(avoiding(atOnce("lan", "10.0.0.0/30")));

    assertEquals(refused(RejectReason.ADDRESS_NOT_ALLOWED, "10.0.0.0"), ask(WEB, V4, "10.0.0.0"));
    assertEquals(given("10.0.0.1"), ask(WEB, V4));
    assertEquals(given("10.0.0.2"), ask(API, V4));
  }

  @Test
  void configure_theSame_writesNothing() {
    configure(atOnce("lan", "10.0.0.0/30"));
    configure(atOnce("lan", "10.0.0.0/30"));

    assertEquals(0, written);
  }

  @Test
  void retire_keepsHoldings_refusesRequests_andEndsWithTheNextConfiguration() {
    configure(atOnce("lan", "10.0.0.0/30"));
    ask(WEB, V4);
    apply(pool.retire());

    assertEquals(refused(RejectReason.POOL_RETIRED, ""), ask(WEB, V4));
    assertEquals(List.of(), pool.retire());
    assertEquals(usage(true, 1, 0, 0), pool.usage(T0));
    configure(atOnce("lan", "10.0.0.0/30"));
    assertEquals(1, written);
    assertEquals(given("10.0.0.0"), ask(WEB, V4));
    assertEquals(List.of(), AddressPool.empty("never").retire());
  }

  @Test
  void release_ofNothing_writesNothing() {
    configure(atOnce("lan", "10.0.0.0/30"));

    assertEquals(List.of(), pool.release(WEB, T0));
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/24, false, 256, 0",
    "10.0.0.0/24, true, 254, 0",
    "10.0.0.0/16, true, 65024, 0",
    "10.0.0.255-10.0.1.0, true, 0, 0",
    "10.0.0.0/30|10.0.0.2-10.0.0.9, false, 10, 0",
    "10.0.0.0/31|fd00::/120, true, 1, 256",
    "fd00::/64, false, 0, 9223372036854775807"
  })
  void usage_countsWhatIsAvailable(String ranges, boolean avoid, long ipv4, long ipv6) {
    var config = atOnce("lan", ranges.split("\\|"));
    configure(avoid ? avoiding(config) : config);

    assertEquals(usage(false, 0, ipv4, ipv6), pool.usage(T0));
  }

  @Test
  void usage_countsAHoldingOutsideTheRangesAsAssignedOnly() {
    configure(atOnce("lan", "10.0.0.0/24"));
    ask(WEB, V4, "10.0.0.200");
    ask(API, V4);
    configure(atOnce("lan", "10.0.0.0/30"));

    assertEquals(usage(false, 2, 3, 0), pool.usage(T0));
  }

  @Test
  void apply_refusesASecondOwner() {
    configure(atOnce("lan", "10.0.0.0/24"));
    ask(WEB, V4);
    var theft =
        new AddressPoolEvent.AddressesAssigned(
            API, List.of(grant("10.0.0.0", GrantReason.FIRST_FREE)), "digest", Sharing.NONE, T0);

    var thrown = assertThrows(IllegalStateException.class, () -> pool.apply(theft));

    assertEquals(
        "pool lan: 10.0.0.0 is held by shop/web and cannot go to shop/api", thrown.getMessage());
  }

  @Test
  void apply_leavesEveryVersionAsItWas() {
    configure(atOnce("lan", "10.0.0.0/24", "fd00::/64"));
    var versions = new ArrayList<AddressPool>();
    for (int i = 0; i < 20; i++) {
      versions.add(pool);
      ask(service(i), DUAL);
    }

    for (int i : List.of(3, 19, 0, 7, 12)) {
      assertEquals(i, versions.get(i).holdings().size());
      assertEquals(i, versions.get(i).usage(T0).ipv6().assigned());
    }
    assertEquals(20, pool.holdings().size());
  }

  @Test
  void restore_isTheSamePool_andPagesAreItsHoldings() {
    configure(avoiding(atOnce("lan", "10.0.0.0/24", "fd00::/64")));
    for (int i = 0; i < 10; i++) {
      ask(service(i), DUAL);
    }
    apply(pool.retire());

    var restored =
        AddressPool.restore(
            pool.name(), pool.configured(), pool.isRetired(), pool.holdings(), pool.formerHolds());

    assertEquals(pool, restored);
    var firstPage = pool.holdingsAfter(Optional.empty(), 4);
    assertEquals(pool.holdings().subList(0, 4), firstPage);
    assertEquals(
        pool.holdings().subList(4, 10),
        pool.holdingsAfter(Optional.of(firstPage.getLast().service()), 100));
  }

  @Test
  void aFullPool_isOneInterval_alsoWhenItAvoidsSome() {
    configure(avoiding(atOnce("lan", "10.0.0.0/16")));

    for (int i = 0; i < 65_024; i++) {
      ask(service(i), V4);
    }

    assertEquals(refused(RejectReason.POOL_EXHAUSTED, "IPv4"), ask(WEB, V4));
    assertEquals(0, pool.usage(T0).ipv4().available());
    assertEquals(1, pool.takenIntervals());
  }

  @Test
  void aHugePool_costsNothing() {
    configure(atOnce("lan", "fd00::/48", "::/0"));

    assertEquals(given("fd00::"), ask(WEB, V6));
    assertEquals(given("fd00:0:0:ffff::1"), ask(API, V6, "fd00:0:0:ffff::1"));
    assertEquals(given("fd00::1"), ask(service(1), V6));
  }
}
