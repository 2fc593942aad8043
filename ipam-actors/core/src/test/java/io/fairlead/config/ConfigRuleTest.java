package io.fairlead.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What users read of the rules is what the rules are. */
class ConfigRuleTest {
  private static final Path PAGE =
      Path.of(System.getProperty("fairlead.root", "../.."), "docs", "configuration.md");

  @Test
  void tableOfTheDocumentation_isTheRules() throws IOException {
    var table =
        Files.readAllLines(PAGE).stream()
            .filter(line -> line.matches("\\| [VF]\\d+ \\|.*"))
            .toList();
    assertEquals(
        String.join("\n", Arrays.stream(ConfigRule.values()).map(ConfigRuleTest::row).toList()),
        String.join("\n", table));
  }

  @Test
  void everyNumberOfMetallbs_hasARule() {
    var ids = Arrays.stream(ConfigRule.values()).map(ConfigRule::id).toList();
    List<String> wanted = IntStream.rangeClosed(1, 28).mapToObj(number -> "V" + number).toList();
    assertTrue(ids.containsAll(wanted), ids::toString);
  }

  private static String row(ConfigRule rule) {
    String weight =
        rule.isTransient()
            ? " (heals by itself)"
            : rule.isNotice() ? " (a notice, nothing is refused)" : "";
    return "| " + rule.id() + " | " + rule.sentence() + weight + " |";
  }
}
