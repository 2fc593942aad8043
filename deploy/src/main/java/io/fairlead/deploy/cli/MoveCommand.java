package io.fairlead.deploy.cli;

import io.fairlead.cluster.NodeName;
import io.fairlead.cluster.ServiceKey;
import io.fairlead.k8s.PlacementWishes;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fairlead move}. */
@Command(
    name = "move",
    mixinStandardHelpOptions = true,
    description = {
      "Have an address announced from a certain node.",
      "",
      "All addresses of a Service move together, and so do Services that share an address. The wish"
          + " is remembered as the annotation fairlead.io/node of the Service: when its node is"
          + " lost another takes over, and the address returns once the node has been well for a"
          + " while. It needs the right to patch Services.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the address moved, or the wish is stored and nothing spoke against it yet",
      "1:refused; the reason is printed",
      "2:wrong usage"
    })
public final class MoveCommand implements Callable<Integer> {
  private static final long POLL_MILLIS = 300;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private KubeOptions kubernetes = new KubeOptions();

  @Parameters(
      paramLabel = "ADDRESS|NAMESPACE/NAME",
      description = "The address, or the Service that holds it.")
  private String what = "";

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Wish wish = new Wish();

  @Option(
      names = "--wait",
      defaultValue = "10",
      paramLabel = "SECONDS",
      description = "How long to wait for the controller's answer (default: ${DEFAULT-VALUE}).")
  private long waitSeconds;

  /** One of the two. */
  static final class Wish {
    @Option(names = "--to", paramLabel = "NODE", description = "The node to announce it from.")
    private @Nullable String node;

    @Option(names = "--release", description = "Take the wish back. The address stays where it is.")
    private boolean release;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (waitSeconds < 0) {
      throw new ParameterException(
          spec.commandLine(), "--wait: a number of seconds from 0, not " + waitSeconds);
    }
    var request = MoveRequest.parse(what);
    var node =
        wish.release
            ? Optional.<NodeName>empty()
            : Optional.ofNullable(wish.node).map(NodeName::new);
    try (var wishes = kubernetes.open()) {
      var services = services(wishes, request);
      if (services.isEmpty()) {
        return refuse("no Service of type LoadBalancer is, or holds, " + what);
      }
      if (node.isPresent()) {
        var refusal = MoveRequest.refusal(node.get(), wishes.node(node.get()));
        if (refusal.isPresent()) {
          return refuse(refusal.get());
        }
      }
      boolean isThere =
          node.isPresent()
              && services.stream()
                  .allMatch(each -> wishes.announcersOf(each).equals(Set.of(node.get())));
      var before = answers(wishes, services);
      for (var service : services) {
        wishes.want(service, node);
      }
      if (node.isEmpty()) {
        return say("released; " + what + " stays where it is");
      }
      return isThere
          ? say(what + ": node \"" + node.get() + "\" announces it already, and keeps it")
          : awaitAnswer(wishes, services, before, node.get());
    }
  }

  private static List<ServiceKey> services(PlacementWishes wishes, MoveRequest request)
      throws IOException {
    return switch (request) {
      case MoveRequest.OfAddress(var address) -> wishes.holdersOf(address);
      case MoveRequest.OfService(var service) -> {
        var all = new HashSet<ServiceKey>();
        for (var address : wishes.addressesOf(service).orElse(List.of())) {
          all.addAll(wishes.holdersOf(address));
        }
        yield all.stream().sorted().toList();
      }
    };
  }

  private static Set<String> answers(PlacementWishes wishes, List<ServiceKey> services)
      throws IOException {
    var answers = new HashSet<String>();
    for (var service : services) {
      wishes.answers(service).forEach((event, text) -> answers.add(event + " " + text));
    }
    return answers;
  }

  private int awaitAnswer(
      PlacementWishes wishes, List<ServiceKey> services, Set<String> before, NodeName node)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(waitSeconds);
    while (System.nanoTime() < deadline) {
      for (var answer : answers(wishes, services)) {
        if (!before.contains(answer) && answer.contains("\"" + node + "\"")) {
          String text = answer.substring(answer.indexOf(' ') + 1);
          return text.startsWith("announcing")
              ? say(what + ": " + text)
              : refuse(text + " (the wish stays; --release takes it back)");
        }
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    return say(
        "asked for%s; see: kubectl -n %s describe service %s"
            .formatted(
                waitSeconds == 0
                    ? ""
                    : ", and no answer within %d s (a node that came back must be well for 30 s first)"
                        .formatted(waitSeconds),
                services.getFirst().namespace(),
                services.getFirst().name()));
  }

  private int refuse(String sentence) {
    var err = spec.commandLine().getErr();
    err.println("fairlead: " + sentence);
    err.flush();
    return ExitCodes.FAILED;
  }

  private int say(String sentence) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(sentence);
    out.flush();
    return ExitCodes.OK;
  }
}
