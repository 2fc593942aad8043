package io.fairlead.deploy.cli;

import io.fairlead.cluster.NodeName;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fairlead drain}. */
@Command(
    name = "drain",
    mixinStandardHelpOptions = true,
    description = {
      "Have a node hand its addresses over to others, before it is taken down.",
      "",
      "Writes the annotation fairlead.io/drain of the Node, which needs the right to patch nodes."
          + " What no other node may announce stays. Pods stay, too: kubectl drain is for them.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:asked for", "1:refused; the reason is printed", "2:wrong usage"})
public final class DrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private KubeOptions kubernetes = new KubeOptions();

  @Parameters(paramLabel = "NODE", description = "The node.")
  private String node = "";

  @Option(
      names = "--undo",
      description = "The node may announce again. It gets nothing back by itself.")
  private boolean undo;

  @Override
  public Integer call() throws IOException {
    var name = new NodeName(node);
    try (var wishes = kubernetes.open()) {
      if (wishes.node(name).isEmpty()) {
        var err = spec.commandLine().getErr();
        err.println("fairlead: there is no node \"" + name + "\"");
        err.flush();
        return ExitCodes.FAILED;
      }
      wishes.drain(name, !undo);
    }
    var out = spec.commandLine().getOut();
    out.println(undo ? name + " may announce again" : name + " hands its addresses over");
    out.flush();
    return ExitCodes.OK;
  }
}
