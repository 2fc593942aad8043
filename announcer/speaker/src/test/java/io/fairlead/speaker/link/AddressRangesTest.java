package io.fairlead.speaker.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.net.IpAddress;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AddressRangesTest {
  @Test
  void covering_neighboursTakesOneRange() {
    var all = IntStream.range(0, 200).mapToObj(AddressRangesTest::address).toList();
    assertEquals(
        List.of(new AddressRanges.Range(0xC0A8_0000L, 0xC0A8_00C7L)),
        AddressRanges.covering(all).ranges());
  }

  @Test
  void covering_ipv6AndNothingIsEmpty() {
    assertTrue(AddressRanges.covering(Set.of()).ranges().isEmpty());
    assertTrue(AddressRanges.covering(Set.of(IpAddress.parse("fd00::1"))).ranges().isEmpty());
  }

  @Test
  void covering_theWidestGapsStayOpen() {
    // 40 single addresses, of which the first nine are the closest to each other.
    var all = IntStream.range(0, 40).mapToObj(i -> address(i < 9 ? 2 * i : 1_000 * i)).toList();
    var ranges = AddressRanges.covering(all).ranges();
    assertEquals(AddressRanges.COUNT_MAX, ranges.size());
    assertEquals(new AddressRanges.Range(0xC0A8_0000L, 0xC0A8_0010L), ranges.getFirst());
  }

  @Test
  void moreRangesThanAFilterHoldsAreRefused() {
    var one = new AddressRanges.Range(1, 1);
    var many = Collections.nCopies(AddressRanges.COUNT_MAX + 1, one);
    assertThrows(IllegalArgumentException.class, () -> new AddressRanges(many));
  }

  @Property
  void covering_holdsEveryAddressInFewRangesThatAscendAndTouchNot(
      @ForAll @Size(max = 200) Set<@IntRange(min = -1 << 30, max = 1 << 30) Integer> numbers) {
    var all = new HashSet<IpAddress>();
    numbers.forEach(number -> all.add(address(number)));
    var ranges = AddressRanges.covering(all).ranges();
    assertTrue(ranges.size() <= AddressRanges.COUNT_MAX);
    for (IpAddress each : all) {
      assertTrue(
          ranges.stream().anyMatch(r -> r.first() <= each.low() && each.low() <= r.last()),
          () -> each + " is in none of " + ranges);
    }
    for (int i = 1; i < ranges.size(); i++) {
      assertTrue(ranges.get(i - 1).last() + 1 < ranges.get(i).first(), ranges::toString);
    }
    // Few enough: not one address more is covered.
    if (all.size() <= AddressRanges.COUNT_MAX) {
      long covered = ranges.stream().mapToLong(r -> r.last() - r.first() + 1).sum();
      assertEquals(all.size(), covered);
    }
  }

  private static IpAddress address(int number) {
    return IpAddress.ofIpv4(0xC0A8_0000 + number);
  }
}
