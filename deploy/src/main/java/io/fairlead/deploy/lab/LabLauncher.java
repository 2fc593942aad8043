package io.fairlead.deploy.lab;

import io.fairlead.deploy.lab.net.HostTools;
import io.fairlead.deploy.lab.net.LabException;
import io.fairlead.deploy.lab.net.LabExit;
import io.fairlead.deploy.lab.process.LabFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts this program again where the lab has to be, and stands in for it in the terminal. */
final class LabLauncher {
  private static final long LOOK_AGAIN_MILLIS = 50;
  private static final long END_LIMIT_SECONDS = 30;

  /**
   * Runs inside the new namespaces: gives the {@code ip} program a place of its own for its names,
   * and the loopback that the API listens on.
   */
  private static final String INSIDE_SCRIPT =
      "mount -t tmpfs tmpfs /run && \"$0\" link set lo up && exec \"$@\"";

  private LabLauncher() {}

  /** The command line for a place: its own session (background), a user namespace (rootless). */
  static List<String> command(List<String> program, boolean background, boolean rootless) {
    var command = new ArrayList<String>();
    if (background) {
      command.add(HostTools.require("setsid"));
    }
    if (rootless) {
      command.addAll(List.of(HostTools.require("unshare"), "-Urnm", "/bin/sh", "-c"));
      command.addAll(List.of(INSIDE_SCRIPT, HostTools.require("ip")));
    }
    command.addAll(program);
    return List.copyOf(command);
  }

  /** Runs it in this terminal until its end, and returns its exit code. */
  static int foreground(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).inheritIO().start();
      // Ctrl-C reaches both processes; this one stays until the other has cleaned up.
      Thread wait = Thread.ofPlatform().unstarted(() -> awaitEnd(process));
      Runtime.getRuntime().addShutdownHook(wait);
      return process.waitFor();
    } catch (IOException e) {
      throw new LabException(LabExit.MISSING, "cannot start the lab: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return LabExit.SCENARIO_FAILED.code();
    }
  }

  /**
   * Runs it in the background and shows what it prints until it is ready or has ended. Ctrl-C until
   * then ends it.
   */
  static int background(List<String> command, LabFolder folder, PrintWriter out) {
    Path console = folder.console();
    try {
      folder.createRoot();
      Files.deleteIfExists(console);
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(console.toFile())
              .start();
      Thread end =
          Thread.ofPlatform()
              .unstarted(
                  () -> {
                    process.destroy();
                    awaitEnd(process);
                  });
      Runtime.getRuntime().addShutdownHook(end);
      int exit = follow(process, folder, out);
      Runtime.getRuntime().removeShutdownHook(end);
      return exit;
    } catch (IOException e) {
      throw new LabException(LabExit.MISSING, "cannot start the lab: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return LabExit.SCENARIO_FAILED.code();
    }
  }

  private static int follow(Process process, LabFolder folder, PrintWriter out)
      throws IOException, InterruptedException {
    int shown = 0;
    while (true) {
      boolean ended = !process.isAlive();
      boolean ready =
          folder.read().filter(s -> s.ready() && s.owner().pid() == process.pid()).isPresent();
      byte[] all = Files.readAllBytes(folder.console());
      out.print(new String(all, shown, all.length - shown, StandardCharsets.UTF_8));
      out.flush();
      shown = all.length;
      if (ended) {
        return process.exitValue();
      }
      if (ready) {
        return LabExit.OK.code();
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
    }
  }

  private static void awaitEnd(Process process) {
    try {
      if (!process.waitFor(END_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
