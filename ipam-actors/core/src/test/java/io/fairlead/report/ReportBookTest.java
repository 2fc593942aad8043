package io.fairlead.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.cluster.NodeName;
import io.fairlead.net.IpAddress;
import io.fairlead.report.Observation.AnnouncedAddress;
import io.fairlead.report.Observation.Trouble;
import io.fairlead.report.Observation.TroubleKind;
import io.fairlead.table.TableRevision;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** What a speaker says arrives whole, once, and ends when it falls silent. */
class ReportBookTest {
  private static final NodeName A = new NodeName("a");
  private static final NodeName B = new NodeName("b");
  private static final TableRevision TABLE = new TableRevision(3, 7);
  private static final long LATER = ReportBook.SILENCE_MILLIS_MAX;

  @Property(tries = 200)
  void whateverChanges_theBookSaysWhatWasSaidLast(
      @ForAll @Size(min = 1, max = 8) List<Set<@IntRange(min = 1, max = 900) Integer>> said) {
    var stream = new ReportStream(A, 1);
    var book = new ReportBook(0);
    for (var numbers : said) {
      var wanted = announced(numbers);
      for (var part : stream.tell(TABLE, List.of("eth0"), wanted)) {
        assertTrue(book.accept(part, 0));
      }
      assertEquals(new TreeSet<>(keys(wanted)), new TreeSet<>(keys(reported(book, A, 0))));
    }
  }

  @Test
  void manyAddresses_takeSeveralPartsAndCountFromTheLast() {
    var stream = new ReportStream(A, 1);
    var book = new ReportBook(0);
    var many = new ArrayList<Observation>();
    for (int i = 1; i <= ReportStream.PER_PART_MAX + 1; i++) {
      many.add(address(i, i));
    }
    var parts = stream.tell(TABLE, List.of("eth0"), many);
    assertEquals(2, parts.size());

    assertTrue(book.accept(parts.getFirst(), 0));
    assertTrue(book.at(0).nodes().isEmpty(), "half a report says nothing");
    assertTrue(book.accept(parts.getLast(), 0));
    assertEquals(many.size(), reported(book, A, 0).size());

    var unchanged = stream.tell(TABLE, List.of("eth0"), many);
    assertEquals(1, unchanged.size());
    assertTrue(unchanged.getFirst().now().all().isEmpty());
  }

  @Test
  void lostPart_isAGapUntilTheSpeakerBeginsAnew() {
    var stream = new ReportStream(A, 1);
    var book = new ReportBook(0);
    accept(book, stream.tell(TABLE, List.of(), List.of(address(1, 1))), 0);
    var lost = stream.tell(TABLE, List.of(), List.of(address(2, 1)));
    var next = stream.tell(TABLE, List.of(), List.of(address(3, 1)));

    assertEquals(1, lost.size());
    assertFalse(book.accept(next.getFirst(), 0));
    assertEquals(List.of("l2 192.0.2.1"), keys(reported(book, A, 0)));

    var anew = new ReportStream(A, 2);
    accept(book, anew.tell(TABLE, List.of(), List.of(address(3, 1))), 0);
    assertEquals(List.of("l2 192.0.2.3"), keys(reported(book, A, 0)));
    assertFalse(book.accept(stream.tell(TABLE, List.of(), List.of()).getFirst(), 0));
  }

  @Test
  void silentSpeaker_isLeftOut_butNotWhenAllAreSilent() {
    var book = new ReportBook(0);
    var a = new ReportStream(A, 1);
    accept(book, a.tell(TABLE, List.of(), List.of(address(1, 1))), 0);
    accept(book, new ReportStream(B, 1).tell(TABLE, List.of(), List.of(address(2, 1))), 0);

    assertEquals(2, book.at(LATER).nodes().size(), "the listener is cut off");
    accept(book, a.tell(TABLE, List.of(), List.of(address(1, 1))), LATER);
    assertEquals(List.of(A), List.copyOf(book.at(LATER).nodes().keySet()));
  }

  @Test
  void nothingIsSettled_beforeEverySpeakerHadTimeToBeHeard() {
    var book = new ReportBook(1_000);
    long settled = 1_000 + ReportBook.FIRST_WORD_MILLIS_MAX;
    assertFalse(book.at(settled).isSettled(), "nobody was heard at all");

    var stream = new ReportStream(A, 1);
    accept(book, stream.tell(TABLE, List.of(), List.of()), settled - 1);
    assertFalse(book.at(settled - 1).tellsOf(B));
    assertTrue(book.at(settled - 1).tellsOf(A));
    assertTrue(book.at(settled).tellsOf(B));
  }

  @Test
  void headerOfAReport_isThatOfItsLastPart() {
    var book = new ReportBook(0);
    var stream = new ReportStream(A, 1);
    var trouble = new Trouble(TroubleKind.INTERFACE_UNUSABLE, "eth9");
    accept(book, stream.tell(TABLE, List.of("eth0"), List.of(trouble)), 0);
    accept(book, stream.tell(TABLE.next(), List.of("eth0", "eth1"), List.of(trouble)), 0);

    var report = Objects.requireNonNull(book.at(0).nodes().get(A));
    assertEquals(TABLE.next(), report.table());
    assertEquals(Set.of("eth0", "eth1"), report.interfaces());
    assertEquals(List.of(trouble), report.troubles());
  }

  private static void accept(ReportBook book, List<ReportPart> parts, long now) {
    parts.forEach(part -> assertTrue(book.accept(part, now)));
  }

  private static List<Observation> reported(ReportBook book, NodeName node, long now) {
    return Objects.requireNonNull(book.at(now).nodes().get(node)).observations();
  }

  private static List<String> keys(List<? extends Observation> all) {
    return all.stream().map(Observation::key).toList();
  }

  private static List<Observation> announced(Set<Integer> numbers) {
    return numbers.stream().<Observation>map(number -> address(number, number % 3)).toList();
  }

  private static AnnouncedAddress address(int number, long epoch) {
    int octets = (192 << 24) | (2 << 8) | number;
    return new AnnouncedAddress(IpAddress.ofIpv4(octets), epoch, new TreeSet<>());
  }
}
