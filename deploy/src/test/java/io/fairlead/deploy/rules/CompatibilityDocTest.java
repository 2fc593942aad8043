package io.fairlead.deploy.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.deploy.rules.SourceTree.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What {@code docs/compatibility.md} names as proof exists. */
class CompatibilityDocTest {
  private static final Path SCRIPTS =
      SourceTree.root().resolve("ipam-actors/core/src/test/resources/allocator");
  private static final String HEADING = "## What holds the rows of address management";
  private static final int POINTERS_MIN = 50;

  /** {@code script/case}, {@code Class#method} or {@code Class}. */
  private static final Pattern POINTER = Pattern.compile("`([A-Za-z]+)(?:([/#])(\\w+))?`");

  private final Map<String, Source> tests = new TreeMap<>();

  CompatibilityDocTest() {
    for (Source source : SourceTree.all()) {
      if (source.isTest()) {
        var file = String.valueOf(source.path().getFileName());
        tests.put(file.replace(".java", ""), source);
      }
    }
  }

  @Test
  void everyPointer_leadsToATest() throws IOException {
    var page = Files.readString(SourceTree.root().resolve("docs/compatibility.md"));
    var missing = new ArrayList<String>();
    int found = 0;
    for (String line : page.substring(page.indexOf(HEADING)).lines().toList()) {
      if (!line.startsWith("| ")) {
        continue;
      }
      var pointers = POINTER.matcher(line.split("\\|", -1)[2]);
      while (pointers.find()) {
        found++;
        String kind = pointers.group(2) == null ? "" : pointers.group(2);
        String rest = pointers.group(3) == null ? "" : pointers.group(3);
        if (!exists(pointers.group(1), kind, rest)) {
          missing.add(pointers.group());
        }
      }
    }
    assertEquals(List.of(), missing);
    assertTrue(found >= POINTERS_MIN, "only " + found + " pointers are in the table");
  }

  private boolean exists(String name, String kind, String rest) throws IOException {
    if (kind.equals("/")) {
      var script = SCRIPTS.resolve(name + ".script");
      return Files.exists(script) && Files.readAllLines(script).contains("== " + rest);
    }
    var source = tests.get(name);
    return source != null
        && (rest.isEmpty()
            || source.lines().stream().anyMatch(line -> line.contains("void " + rest + "(")));
  }
}
