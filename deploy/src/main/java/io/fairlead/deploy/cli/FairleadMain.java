package io.fairlead.deploy.cli;

import io.fairlead.deploy.config.Environment;
import io.fairlead.deploy.lab.LabCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program {@code fairlead}. */
@Command(
    name = "fairlead",
    description = "LoadBalancer Services for Kubernetes clusters that have no cloud.",
    mixinStandardHelpOptions = true,
    versionProvider = FairleadMain.Version.class,
    subcommands = {
      ControllerCommand.class,
      SpeakerCommand.class,
      CertsCommand.class,
      ConvertCommand.class,
      ExplainCommand.class,
      MoveCommand.class,
      DrainCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:the command failed",
      "2:wrong usage",
      "3:something is missing on this machine"
    })
public final class FairleadMain implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  private FairleadMain() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String[] arguments) {
    var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(Arrays.asList(arguments), Environment.read(), err));
  }

  static int run(List<String> arguments, Map<String, String> environment, PrintWriter err) {
    var line = commandLine();
    String command = arguments.isEmpty() ? "" : arguments.getFirst();
    var sorted = MetallbFlags.sort(arguments, ownOptions(line, command));
    sorted.remarks().forEach(remark -> err.println("fairlead: " + remark));
    if (sorted.refusal().isPresent()) {
      err.println("fairlead: " + sorted.refusal().get());
      return ExitCodes.USAGE;
    }
    if (Set.of("controller", "speaker").contains(command)) {
      MetallbFlags.remarks(environment).forEach(remark -> err.println("fairlead: " + remark));
    }
    return line.execute(sorted.arguments().toArray(String[]::new));
  }

  /** Names of the options that a command has itself. */
  static Set<String> ownOptions(CommandLine line, String command) {
    var own = line.getSubcommands().get(command);
    return own == null ? Set.of() : Set.copyOf(own.getCommandSpec().optionsMap().keySet());
  }

  static CommandLine commandLine() {
    return new CommandLine(new FairleadMain())
        .addSubcommand(new LabCommand(new LabProcesses()))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(FairleadMain::explain);
  }

  /** What went wrong, in one line; the whole trace only when it is a fault of ours. */
  private static int explain(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    if (failure instanceof IOException || failure instanceof IllegalArgumentException) {
      command.getErr().println("fairlead: " + failure.getMessage());
    } else {
      LoggerFactory.getLogger(FairleadMain.class).error("this is a fault of Fairlead", failure);
    }
    return ExitCodes.FAILED;
  }

  /** Reads the version that the build wrote into the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      var version = FairleadMain.class.getPackage().getImplementationVersion();
      return new String[] {"fairlead " + (version == null ? "(not packaged)" : version)};
    }
  }
}
