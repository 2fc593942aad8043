package io.fairlead.deploy.lab;

import io.fairlead.deploy.lab.LabCommand.LabExitCode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fairlead lab exec PLACE -- COMMAND}. */
@Command(
    name = "exec",
    mixinStandardHelpOptions = true,
    description = {
      "Run a command in one place of a lab that was left up.",
      "",
      "Places are client, router, ctl, lan, node-1 and so on, p1 and so on for the pods of a node, "
          + "and host for where the API listens. KUBECONFIG is set. Write -- before the command. "
          + "Ends with the command's own exit code, or with 127 when there is no such program."
    })
final class LabExecCommand implements Callable<Integer> {
  /** What a shell answers. */
  private static final int NO_SUCH_PROGRAM = 127;

  @Mixin private LabFolderOptions where = new LabFolderOptions();

  @Parameters(index = "0", paramLabel = "PLACE", description = "Where, such as client.")
  private String place = "";

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "COMMAND", description = "What to run.")
  private List<String> command = new ArrayList<>();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    return LabCommand.reported(spec, this::exec);
  }

  private LabExitCode exec() throws IOException, InterruptedException {
    RunningLab lab = RunningLab.find(where);
    List<String> whole = ExecCommand.of(lab.state(), lab.plan(), lab.plan().place(place), command);
    var builder = new ProcessBuilder(whole).inheritIO();
    builder.environment().put("KUBECONFIG", lab.folder().kubeconfig().toString());
    if (!isProgram(command.getFirst(), builder.environment().getOrDefault("PATH", ""))) {
      spec.commandLine().getErr().println("fairlead lab: no such program: " + command.getFirst());
      spec.commandLine().getErr().flush();
      return new LabExitCode(NO_SUCH_PROGRAM);
    }
    return new LabExitCode(builder.start().waitFor());
  }

  // What enters the namespace would report a program that it does not find as a failure of its own.
  private static boolean isProgram(String name, String searchPath) {
    if (name.contains("/")) {
      return Files.isExecutable(Path.of(name));
    }
    return Arrays.stream(searchPath.split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
  }
}
