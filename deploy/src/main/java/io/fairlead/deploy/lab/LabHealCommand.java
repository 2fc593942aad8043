package io.fairlead.deploy.lab;

import io.fairlead.deploy.lab.LabCommand.LabExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fairlead lab heal NODE}. */
@Command(
    name = "heal",
    mixinStandardHelpOptions = true,
    description = "Bring a dead node back: its cable is put in and its speaker started.")
final class LabHealCommand implements Callable<Integer> {
  @Mixin private LabFolderOptions where = new LabFolderOptions();

  @Parameters(paramLabel = "NODE", description = "Such as node-2.")
  private String node = "";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    return LabCommand.reported(spec, this::ask);
  }

  private LabExitCode ask() {
    RunningLab lab = RunningLab.find(where);
    return lab.ask("heal " + lab.plan().node(node).name(), spec.commandLine().getOut());
  }
}
