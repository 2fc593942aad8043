package io.fairlead.deploy.lab;

import io.fairlead.deploy.lab.LabCommand.LabExitCode;
import io.fairlead.deploy.lab.net.LabException;
import io.fairlead.deploy.lab.net.LabExit;
import io.fairlead.deploy.lab.process.LabFolder;
import io.fairlead.deploy.lab.process.LabState;
import io.fairlead.deploy.lab.process.Leftovers;
import io.fairlead.deploy.lab.process.ProcessMark;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code fairlead lab down}. */
@Command(
    name = "down",
    mixinStandardHelpOptions = true,
    description = "End a lab and remove everything of it, also after a crash.")
final class LabDownCommand implements Callable<Integer> {
  private static final long LIMIT_SECONDS = 30;
  private static final long LOOK_AGAIN_MILLIS = 50;

  @Mixin private LabFolderOptions where = new LabFolderOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    return LabCommand.reported(spec, this::down);
  }

  private LabExitCode down() throws InterruptedException, IOException {
    LabFolder folder = where.folder();
    Optional<LabState> state = folder.read().filter(s -> s.bootId().equals(LabFolder.bootId()));
    if (state.isPresent() && state.get().owner().stillRuns()) {
      // The signal is what Ctrl-C would be: the lab undoes everything and ends.
      state.get().owner().terminate();
      awaitEnd(state.get().owner());
    }
    Leftovers.clean(folder).forEach(line -> spec.commandLine().getOut().println(line));
    Files.deleteIfExists(folder.console());
    spec.commandLine().getOut().println("lab " + folder.name() + " is down");
    spec.commandLine().getOut().flush();
    return new LabExitCode(LabExit.OK.code());
  }

  private static void awaitEnd(ProcessMark owner) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (owner.stillRuns()) {
      if (System.nanoTime() > deadline) {
        throw LabException.failed(
            "the lab (process %d) did not end within %d s".formatted(owner.pid(), LIMIT_SECONDS));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
    }
  }
}
