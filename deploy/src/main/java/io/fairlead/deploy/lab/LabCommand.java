package io.fairlead.deploy.lab;

import io.fairlead.deploy.lab.net.LabException;
import io.fairlead.deploy.lab.net.LabExit;
import io.fairlead.deploy.lab.process.LabPrograms;
import io.fairlead.deploy.lab.steps.LabSettings;
import io.fairlead.deploy.lab.steps.Progress;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code fairlead lab}: brings the lab up and shows a fail-over. */
@Command(
    name = "lab",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Show the whole product on this machine, inside network namespaces.",
      "",
      "Builds a LAN with nodes, a client and a router, starts a Kubernetes API, the controller and "
          + "one speaker per node, applies a pool and a Service, asks the Service from the client, "
          + "kills the node that owns its address, and measures how long the client got no answer. "
          + "Nothing leaves the namespaces; everything is removed at the end."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:everything happened as promised",
      "1:the lab came up, but something in it did not happen in time",
      "2:the command line or a document is wrong",
      "3:something is missing or taken: rights, a program, a port, a name"
    },
    subcommands = {
      LabStatusCommand.class,
      LabKillCommand.class,
      LabHealCommand.class,
      LabExecCommand.class,
      LabDownCommand.class
    })
public final class LabCommand implements Callable<Integer> {
  private final LabPrograms programs;

  @Mixin private LabOptions options = new LabOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  /**
   * The command with all its subcommands, to be hung below the root command.
   *
   * @param programs how the controller, the speakers and this very program are run
   */
  public LabCommand(LabPrograms programs) {
    this.programs = programs;
  }

  @Override
  public Integer call() {
    return reported(spec, this::launchOrRun);
  }

  private LabExitCode launchOrRun() {
    LabSettings settings = options.settings();
    PrintWriter out = spec.commandLine().getOut();
    if (options.relaunched()) {
      return new LabExitCode(
          new LabRun(settings, programs, new Progress(out)).run(options.keep()).code());
    }
    LabRights rights = LabRights.find();
    boolean rootless = rights == LabRights.USER_NAMESPACE;
    if (rootless && settings.kubeconfig().isPresent()) {
      throw LabException.missing(
          "without root the lab cannot reach an API server outside it; run it as root, or without --kubeconfig");
    }
    if (!rootless && !options.keep()) {
      return new LabExitCode(new LabRun(settings, programs, new Progress(out)).run(false).code());
    }
    List<String> self = new ArrayList<>(programs.self());
    self.addAll(options.relaunchArguments(rootless));
    List<String> command = LabLauncher.command(self, options.keep(), rootless);
    return new LabExitCode(
        options.keep()
            ? LabLauncher.background(command, settings.folder(), out)
            : LabLauncher.foreground(command));
  }

  /** How a command of the lab ended. */
  record LabExitCode(int code) {}

  /** Runs a command; what goes wrong becomes one message and an exit code. */
  static int reported(CommandSpec spec, Callable<LabExitCode> body) {
    PrintWriter err = spec.commandLine().getErr();
    try {
      return body.call().code();
    } catch (LabException e) {
      err.println("fairlead lab: " + e.explanation());
      err.flush();
      return e.exit().code();
    } catch (Exception e) {
      err.println("fairlead lab: " + e);
      err.flush();
      return LabExit.SCENARIO_FAILED.code();
    }
  }
}
