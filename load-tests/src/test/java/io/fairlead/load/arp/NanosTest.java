package io.fairlead.load.arp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class NanosTest {
  @Test
  void percentile_isAValueThatOccurred() {
    var all = new Nanos(LongStream.rangeClosed(1, 1000).boxed().toList().reversed());
    assertEquals(500, all.percentile(50));
    assertEquals(990, all.percentile(99));
    assertEquals(1000, all.percentile(100));
    assertEquals(1, all.percentile(0.01));
  }

  @Test
  void percentile_ofALostAnswerIsLongerThanAnyOther() {
    var all = new Nanos(List.of(-1L, 7L));
    assertEquals(7, all.percentile(50));
    assertEquals(Long.MAX_VALUE, all.percentile(99));
    assertEquals(1, all.lost());
  }

  @Test
  void percentile_ofNothingIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Nanos(List.of()).percentile(50));
  }
}
