package io.fairlead.bfd;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SequenceWindowTest {
  private static final int MULTIPLIER = 3;

  @Test
  void growing_takesEveryNumberOnce() {
    var window = new SequenceWindow();
    assertTrue(window.acceptGrowing(5));
    assertFalse(window.acceptGrowing(5));
    assertFalse(window.acceptGrowing(4));
    assertTrue(window.acceptGrowing(1_000_000));
    window.forget();
    assertTrue(window.acceptGrowing(1));
  }

  @Test
  void circular_wrapsAndRefusesWhatIsFarAhead() {
    var window = new SequenceWindow();
    assertTrue(window.acceptCircular(0xFFFF_FFFFL, true, MULTIPLIER));
    assertTrue(window.acceptCircular(0, true, MULTIPLIER));
    assertTrue(window.acceptCircular(9, true, MULTIPLIER));
    assertFalse(window.acceptCircular(9, true, MULTIPLIER));
    assertTrue(window.acceptCircular(9, false, MULTIPLIER));
    assertFalse(window.acceptCircular(19, false, MULTIPLIER));
    assertFalse(window.acceptCircular(8, false, MULTIPLIER));
  }
}
