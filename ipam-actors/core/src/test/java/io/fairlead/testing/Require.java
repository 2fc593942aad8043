package io.fairlead.testing;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Gates a test on a part of the machine. Without the part the test is skipped and says what is
 * missing; with {@code -Drequire=netns,...} naming the part, it fails instead.
 */
public final class Require {
  private static final long PROBE_SECONDS_MAX = 10;

  private Require() {}

  /** Part {@code netns}: root, and the tools that make and use network namespaces. */
  public static void netns() {
    if (!"root".equals(System.getProperty("user.name"))) {
      missing("netns", "root rights to make network namespaces");
    }
    for (String tool : List.of("ip", "nft", "arping")) {
      onPath("netns", tool);
    }
    if (!succeeds("unshare", "--net", "true")) {
      missing("netns", "a kernel that lets this user make network namespaces");
    }
  }

  /** Part {@code part} needs this program on the path. */
  public static void onPath(String part, String program) {
    boolean found =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    if (!found) {
      missing(part, "the program " + program);
    }
  }

  /** Says that {@code what} is missing: skips the test, or fails it when the part is required. */
  public static void missing(String part, String what) {
    String message = "part '" + part + "' is not here: " + what + " is missing";
    if (Arrays.asList(System.getProperty("require", "").split(",")).contains(part)) {
      fail(message);
    }
    abort(message);
  }

  private static boolean succeeds(String... command) {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      return process.waitFor(PROBE_SECONDS_MAX, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
