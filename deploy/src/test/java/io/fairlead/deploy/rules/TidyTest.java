package io.fairlead.deploy.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.deploy.rules.SourceTree.Source;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the formatter and the compiler cannot see. An exception is listed here, with its reason. */
class TidyTest {
  private static final int FILE_LINES_MAX = 400;
  private static final int METHOD_LINES_MAX = 60;

  /** Split into pieces so that this file does not find itself. */
  private static final List<String> LEFTOVERS =
      List.of(
          "TO" + "DO",
          "FIX" + "ME",
          "XX" + "X",
          "print" + "StackTrace(",
          "System.out.print" + "ln(\"DEBUG");

  private static final Pattern METHOD_START =
      Pattern.compile(
          "^  (?! )(?!.*\\b(?:record|class|enum|interface) )[^/*@}].*\\)(?: throws [\\w., ]+)? \\{$");
  private static final Pattern BANNED_NAME =
      Pattern.compile("\\w*(Utils?|Helper|Manager|Impl|Data|Info)\\.java");
  private static final Pattern COMMENTED_OUT = Pattern.compile("^\\s*//.*[;{}]\\s*$");
  private static final Pattern WORKPLACE =
      Pattern.compile("/work/(?!flow)|/root/|\\.m2/repository");

  private static final List<Source> SOURCES = SourceTree.all();

  @Test
  void theWholeProjectIsLookedAt() {
    assertTrue(SOURCES.size() > 50, "only " + SOURCES.size() + " files below " + SourceTree.root());
  }

  @Test
  void filesAreShort() {
    assertNone(
        source ->
            source.lines().size() <= FILE_LINES_MAX
                ? Stream.empty()
                : Stream.of(source.lines().size() + " lines: " + source.name()));
  }

  @Test
  void methodsAreShort() {
    assertNone(TidyTest::longMethods);
  }

  private static Stream<String> longMethods(Source source) {
    var found = new ArrayList<String>();
    int start = -1;
    for (int i = 0; i < source.lines().size(); i++) {
      String line = source.lines().get(i);
      if (METHOD_START.matcher(line).matches()) {
        start = i;
      } else if (start >= 0 && line.equals("  }")) {
        int length = i - start + 1;
        if (length > METHOD_LINES_MAX) {
          found.add(length + " lines: " + source.name() + ":" + (start + 1));
        }
        start = -1;
      }
    }
    return found.stream();
  }

  @Test
  void nothingIsLeftOver() {
    assertNone(
        source ->
            numbered(
                source,
                line ->
                    LEFTOVERS.stream().anyMatch(line::contains)
                        || COMMENTED_OUT.matcher(line).matches()
                        || WORKPLACE.matcher(line).find()
                            && !source.name().endsWith("TidyTest.java")));
  }

  @Test
  void namesSayWhatAClassIs() {
    assertNone(
        source ->
            BANNED_NAME.matcher(String.valueOf(source.path().getFileName())).matches()
                ? Stream.of(source.name())
                : Stream.empty());
  }

  @Test
  void unitTestsDoNotSleep() {
    assertNone(
        source ->
            source.isTest() && source.name().endsWith("Test.java")
                ? numbered(source, line -> line.contains("Thread." + "sleep"))
                : Stream.empty());
  }

  @Test
  void everyPackageSaysWhatItIs() {
    var folders = Set.copyOf(SOURCES.stream().map(source -> source.path().getParent()).toList());
    var silent =
        folders.stream()
            .filter(folder -> !Files.exists(folder.resolve("package-info.java")))
            .toList();
    assertEquals(List.of(), silent);
  }

  private static Stream<String> numbered(Source source, Function<String, Boolean> isBad) {
    var found = new ArrayList<String>();
    for (int i = 0; i < source.lines().size(); i++) {
      if (isBad.apply(source.lines().get(i))) {
        found.add(source.name() + ":" + (i + 1) + ": " + source.lines().get(i).strip());
      }
    }
    return found.stream();
  }

  private static void assertNone(Function<Source, Stream<String>> faults) {
    var found = SOURCES.stream().flatMap(faults).toList();
    assertTrue(found.isEmpty(), () -> String.join("\n", found));
  }
}
