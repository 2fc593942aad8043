package io.fairlead.deploy.lab;

import io.fairlead.deploy.lab.LabCommand.LabExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fairlead lab kill NODE}. */
@Command(
    name = "kill",
    mixinStandardHelpOptions = true,
    description = {
      "Let a node die: its cable is pulled and its speaker killed (SIGKILL).",
      "'heal' brings it back."
    })
final class LabKillCommand implements Callable<Integer> {
  @Mixin private LabFolderOptions where = new LabFolderOptions();

  @Parameters(paramLabel = "NODE", description = "Such as node-2.")
  private String node = "";

  @Option(
      names = "--graceful",
      description = "Only ask its speaker to end (SIGTERM) and wait for that; the cable stays in.")
  private boolean graceful;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    return LabCommand.reported(spec, this::ask);
  }

  private LabExitCode ask() {
    RunningLab lab = RunningLab.find(where);
    return lab.ask(
        (graceful ? "stop " : "kill ") + lab.plan().node(node).name(), spec.commandLine().getOut());
  }
}
