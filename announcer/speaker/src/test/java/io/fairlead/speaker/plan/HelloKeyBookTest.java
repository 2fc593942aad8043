package io.fairlead.speaker.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.table.HelloKey;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HelloKeyBookTest {
  private static final HelloKey FIRST = HelloKey.of(1, new byte[32]);
  private static final HelloKey SECOND = HelloKey.of(2, new byte[32]);

  @Test
  void firstKey_isUsedAtOnce() {
    assertEquals(Optional.empty(), HelloKeyBook.EMPTY.signing(0));
    assertEquals(Optional.of(FIRST), HelloKeyBook.EMPTY.with(List.of(FIRST), 0).signing(0));
  }

  @Test
  void laterKey_isAcceptedAtOnceAndUsedAfterTheOverlap() {
    var book = HelloKeyBook.EMPTY.with(List.of(FIRST), 0).with(List.of(SECOND), 20_000);
    assertEquals(List.of(FIRST, SECOND), book.keys());
    assertEquals(Optional.of(FIRST), book.signing(29_999));
    assertEquals(Optional.of(SECOND), book.signing(30_000));
  }

  @Test
  void oldestOfManyKeys_isForgotten() {
    var book = HelloKeyBook.EMPTY;
    for (int i = 1; i <= 9; i++) {
      book = book.with(List.of(HelloKey.of(i, new byte[32])), i);
    }
    assertEquals(List.of(7L, 8L, 9L), book.keys().stream().map(HelloKey::generation).toList());
  }
}
