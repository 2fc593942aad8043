package io.fairlead.load.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

final class DistributionTest {

  @Test
  void percentile_ofTwentyValuesIsTheNearestRank() {
    var twenty = new Distribution(LongStream.rangeClosed(1, 20).boxed().toList().reversed());

    assertEquals(1, twenty.min());
    assertEquals(10, twenty.percentile(50));
    assertEquals(18, twenty.percentile(90));
    assertEquals(20, twenty.percentile(99));
    assertEquals(20, twenty.max());
  }

  @Test
  void percentile_ofOneValueIsThatValue() {
    var one = new Distribution(List.of(7L));

    assertEquals(7, one.percentile(1));
    assertEquals(7, one.percentile(99));
  }

  @Test
  void nothing_hasNoDistribution() {
    assertThrows(IllegalArgumentException.class, () -> new Distribution(List.of()));
    assertThrows(IllegalArgumentException.class, () -> new Distribution(List.of(1L)).percentile(0));
  }

  @Property
  void percentile_isTheSmallestValueThatCoversTheShare(
      @ForAll @NotEmpty List<Long> values, @ForAll @IntRange(min = 1, max = 100) int percent) {
    long found = new Distribution(values).percentile(percent);

    assertTrue(values.contains(found));
    long notAbove = values.stream().filter(v -> v <= found).count();
    long below = values.stream().filter(v -> v < found).count();
    assertTrue(notAbove * 100 >= (long) percent * values.size());
    assertTrue(below * 100 < (long) percent * values.size());
  }
}
