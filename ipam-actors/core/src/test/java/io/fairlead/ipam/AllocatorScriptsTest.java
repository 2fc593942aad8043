package io.fairlead.ipam;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The rules of allocation as scripts, one file an area: {@code src/test/resources/allocator}. A
 * case starts with its name after {@code ==}; every line of it is a step.
 */
class AllocatorScriptsTest {
  private static final int CASES_MIN = 200;

  @TestFactory
  Stream<DynamicNode> scripts() {
    return files().stream()
        .map(
            file ->
                dynamicContainer(
                    String.valueOf(file.getFileName()),
                    cases(file).entrySet().stream()
                        .map(entry -> dynamicTest(entry.getKey(), () -> run(entry.getValue())))));
  }

  @Test
  void thereAreEnoughOfThem() {
    int count = files().stream().mapToInt(file -> cases(file).size()).sum();

    assertTrue(count >= CASES_MIN, "cases: " + count);
  }

  private static void run(List<String> lines) {
    var script = new Script();
    lines.forEach(script::run);
  }

  private static Map<String, List<String>> cases(Path file) {
    var cases = new LinkedHashMap<String, List<String>>();
    List<String> current = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file)) {
        if (line.startsWith("==")) {
          current = new ArrayList<>();
          if (cases.put(line.substring(2).strip(), current) != null) {
            throw new IllegalStateException(file + " has two cases of the name " + line);
          }
        } else if (!line.isBlank() && !line.startsWith("#")) {
          current.add(line);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return cases;
  }

  private static List<Path> files() {
    try (var files = Files.list(folder())) {
      return files.filter(file -> file.toString().endsWith(".script")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path folder() {
    var url = AllocatorScriptsTest.class.getResource("/allocator");
    try {
      return Path.of(Objects.requireNonNull(url, "the folder of scripts").toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
