package io.fairlead.ipam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.cluster.ServiceKey;
import io.fairlead.net.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One scripted case: steps on a {@link World}, each with what must come of it after an arrow. The
 * steps are explained in {@code allocator/README.md} beside the scripts.
 */
final class Script {
  private final World world = new World();
  private int age;

  /** Performs one line. */
  void run(String line) {
    int arrow = line.indexOf("->");
    var step = (arrow < 0 ? line : line.substring(0, arrow)).strip();
    var expected = arrow < 0 ? "" : line.substring(arrow + 2).strip();
    var words = List.of(step.split("\\s+"));
    perform(words.getFirst(), words.subList(1, words.size()), expected, line);
  }

  private void perform(String verb, List<String> words, String expected, String line) {
    switch (verb) {
      case "pool" -> world.configure(ScriptObjects.pool(words));
      case "nopool" -> world.remove(words.getFirst());
      case "label" -> world.labels.put(words.getFirst(), ScriptObjects.map(words.get(1)));
      case "quota" -> quota(words);
      case "svc" -> {
        var view = ScriptObjects.service(words, age++);
        world.services.put(view.key(), view);
        check(view.key(), expected, line);
      }
      case "again" -> check(key(words), expected, line);
      case "drop" -> {
        world.services.remove(key(words));
        world.converge(key(words));
      }
      case "settle" -> world.settle();
      case "has" -> assertEquals(expected, holds(key(words)), line);
      case "wait" -> world.elapse(Duration.parse("PT" + words.getFirst().toUpperCase(Locale.ROOT)));
      case "lost" -> world.loseJournal(words.getFirst());
      case "forget" -> world.assignments.remove(key(words));
      case "usage" -> assertEquals(expected, usage(words.getFirst(), words.get(1)), line);
      case "owners" -> assertEquals(expected, owners(words), line);
      case "says" -> assertContains(sentences(key(words)), expected, line);
      case "explain" ->
          assertContains(String.join("\n", world.explain(key(words)).lines()), expected, line);
      case "records" -> assertEquals(expected, recorded(), line);
      default -> throw new IllegalArgumentException("no such step: " + line);
    }
  }

  private void quota(List<String> words) {
    var quotas = new TreeMap<String, Integer>();
    words.stream()
        .skip(1)
        .flatMap(list -> ScriptObjects.map(list).entrySet().stream())
        .forEach(entry -> quotas.put(entry.getKey(), Integer.valueOf(entry.getValue())));
    world.quotas.put(words.getFirst(), quotas);
  }

  private static ServiceKey key(List<String> words) {
    return ScriptObjects.key(words.getFirst());
  }

  private void check(ServiceKey key, String expected, String line) {
    var outcome = world.converge(key);
    if (!expected.isEmpty()) {
      assertEquals(expected, text(outcome, expected), line);
    }
    var repeated = world.converge(key);
    assertEquals(outcome.addresses(), repeated.addresses(), "the same again: " + line);
    assertEquals(List.of(), world.recordedLast(), "the same again records nothing: " + line);
  }

  /** As much of the outcome as the expectation speaks of. */
  private static String text(AssignmentOutcome outcome, String expected) {
    if (outcome.addresses().isEmpty()) {
      return outcome.refusals().stream()
          .map(refusal -> refusal.reason() + (refusal.pool().isEmpty() ? "" : "@" + refusal.pool()))
          .collect(Collectors.joining(" ", "pending ", ""))
          .strip();
    }
    var parts = new ArrayList<String>();
    parts.add(join(outcome.addresses()));
    if (expected.contains("@")) {
      parts.add("@" + outcome.pool());
    }
    if (expected.matches(".*[A-Z]{3}.*")) {
      outcome.grants().forEach(grant -> parts.add(grant.reason().name()));
    }
    return String.join(" ", parts);
  }

  private static String join(List<IpAddress> addresses) {
    return addresses.stream().map(IpAddress::toString).collect(Collectors.joining(","));
  }

  private String holds(ServiceKey key) {
    var addresses = world.assignment(key).addresses();
    return addresses.isEmpty() ? "nothing" : join(addresses);
  }

  private String usage(String pool, String family) {
    var usage = world.usage(pool);
    var its = family.equals("ipv4") ? usage.ipv4() : usage.ipv6();
    return "services=%d assigned=%d available=%d quarantined=%d retained=%d reserved=%d"
        .formatted(
            usage.services(),
            its.assigned(),
            its.available(),
            its.quarantined(),
            its.retained(),
            its.reserved());
  }

  private String owners(List<String> words) {
    return world.pool(words.get(0)).ownersOf(IpAddress.parse(words.get(1))).stream()
        .map(ServiceKey::name)
        .collect(Collectors.joining(","));
  }

  private String sentences(ServiceKey key) {
    return world.assignment(key).refusals().stream()
        .map(RejectText::sentence)
        .collect(Collectors.joining("\n"));
  }

  private String recorded() {
    return world.recordedLast().stream()
        .map(event -> event.getClass().getSimpleName())
        .collect(Collectors.joining(","));
  }

  private static void assertContains(String text, String expected, String line) {
    Arrays.stream(expected.split(" \\| "))
        .forEach(part -> assertTrue(text.contains(part), () -> line + "\nbut it says:\n" + text));
  }
}
