package io.fairlead.deploy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher with the libraries of this build, in a folder of its own. */
class StartCacheIT {
  private static final Path ROOT = Path.of(System.getProperty("fairlead.root", ".."));
  private static final long LIMIT_SECONDS = 300;
  private static final String FROM_CACHE = "shared objects file (top)";

  @TempDir Path folder;

  private record Ran(int exitCode, String output) {}

  @BeforeEach
  void layOut() throws IOException {
    Path libraries = ROOT.resolve("deploy/target/lib").toAbsolutePath();
    assumeTrue(Files.isDirectory(libraries), "the build has not laid out the libraries");
    Files.createDirectories(folder.resolve("deploy/target/lib"));
    Files.createDirectories(folder.resolve(".fairlead"));
    try (Stream<Path> jars = Files.list(libraries)) {
      for (Path jar : jars.toList()) {
        Files.createSymbolicLink(
            folder.resolve("deploy/target/lib").resolve(jar.getFileName()), jar.toRealPath());
      }
    }
    Files.copy(ROOT.resolve("fairlead"), folder.resolve("fairlead"));
    // Nothing here is older than this: the launcher has nothing to build.
    Files.createFile(folder.resolve(".fairlead/built"));
  }

  @AfterEach
  void removeLinks() throws IOException {
    try (Stream<Path> links = Files.list(folder.resolve("deploy/target/lib"))) {
      for (Path link : links.toList()) {
        Files.delete(link);
      }
    }
  }

  private Path cache() {
    return folder.resolve("deploy/target/start-" + Runtime.version() + ".jsa");
  }

  private Ran fairlead(String javaOptions, String... arguments) throws Exception {
    var builder =
        new ProcessBuilder(
            Stream.concat(
                    Stream.of("bash", folder.resolve("fairlead").toString()), Stream.of(arguments))
                .toList());
    builder.environment().put("FAIRLEAD_JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("FAIRLEAD_JAVA_OPTS", javaOptions);
    var output = folder.resolve("output");
    var process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly();
    }
    var text = Files.readString(output);
    assertTrue(ended, text);
    return new Ran(process.exitValue(), text);
  }

  private static void assertHelp(Ran ran) {
    assertEquals(0, ran.exitCode(), ran.output());
    // The first line, so that nothing of the Java machine stands before it.
    assertTrue(ran.output().startsWith("Usage: fairlead explain"), ran.output());
    assertFalse(ran.output().contains("[error"), ran.output());
  }

  @Test
  void build_makesACacheThatPrograms_reallyUse_andThatLeavesNothingElse() throws Exception {
    var build = fairlead("", "build");
    assertEquals(0, build.exitCode(), build.output());
    assertTrue(Files.size(cache()) > 0, () -> rehearsalLog() + build.output());
    try (Stream<Path> left = Files.list(folder.resolve("deploy/target"))) {
      assertEquals(
          List.of("lib", "" + cache().getFileName()),
          left.map(p -> "" + p.getFileName()).sorted().toList());
    }

    var loaded = folder.resolve("loaded");
    assertHelp(fairlead("-Xlog:class+load:file=" + loaded, "explain", "--help"));
    var mine =
        Files.readAllLines(loaded).stream()
            .filter(line -> line.contains("io.fairlead.deploy.cli.ExplainCommand "))
            .toList();
    assertTrue(mine.size() == 1 && mine.getFirst().contains(FROM_CACHE), mine::toString);

    // A library that is newer than the cache: it is passed over, and made again.
    var before = Files.getLastModifiedTime(cache());
    var jar = folder.resolve("deploy/target/lib/picocli-changed.jar");
    Files.createFile(jar);
    assertHelp(fairlead("", "explain", "--help"));
    Files.delete(jar);
    assertEquals(0, fairlead("", "build").exitCode());
    assertTrue(Files.getLastModifiedTime(cache()).compareTo(before) > 0);
  }

  private String rehearsalLog() {
    try {
      return Files.readString(folder.resolve(".fairlead/start-cache.log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 100_000})
  void aBrokenCache_isPassedOverWithoutAWord(int octets) throws Exception {
    byte[] broken = new byte[octets];
    Arrays.fill(broken, (byte) 'x');
    Files.write(cache(), broken);

    assertHelp(fairlead("", "explain", "--help"));
  }

  @Test
  void aCacheThatCannotBeMade_isNoFailure_andIsNotTriedAgainForTheSameLibraries() throws Exception {
    try (Stream<Path> jars = Files.list(folder.resolve("deploy/target/lib"))) {
      for (Path jar : jars.filter(p -> p.toString().contains("sqlite")).toList()) {
        Files.delete(jar);
      }
    }

    var build = fairlead("", "build");
    assertEquals(0, build.exitCode(), build.output());
    assertEquals(0, Files.size(cache()));
    assertHelp(fairlead("", "explain", "--help"));
    assertFalse(fairlead("", "build").output().contains("quicker"));
  }
}
