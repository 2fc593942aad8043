package io.fairlead.deploy.lab;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code fairlead lab status}. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Show nodes, speakers and Services of a lab that was left up.")
final class LabStatusCommand implements Callable<Integer> {
  @Mixin private LabFolderOptions where = new LabFolderOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    return LabCommand.reported(
        spec, () -> RunningLab.find(where).ask("status", spec.commandLine().getOut()));
  }
}
