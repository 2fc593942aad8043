package io.fairlead.load.failover;

import java.time.Duration;
import java.util.function.Consumer;

/** The faults that a lab can be given. */
final class Faults {
  private static final int LOSS_PERCENT = 2;
  private static final int BUSY_LOOPS = 8;
  private static final int BUSY_SECONDS_MAX = 1_800;
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Stage stage;

  Faults(Stage stage) {
    this.stage = stage;
  }

  /** The fault that trials of this kind are about. */
  Fault of(Kind kind) {
    return switch (kind) {
      case KILL -> kill();
      case GRACEFUL -> fault(stage.lab()::stop, stage.lab()::heal);
      case DRAIN ->
          fault(node -> fairlead("drain " + node), node -> fairlead("drain --undo " + node));
      case MOVE ->
          fault(
              node -> fairlead("move " + stage.address() + " --to " + follower(node)),
              _ -> fairlead("move " + stage.address() + " --release"));
      case FREEZE ->
          fault(node -> signal("STOP", speaker(node)), node -> signal("CONT", speaker(node)));
      case CABLE -> fault(node -> link(node, "down"), node -> link(node, "up"));
      case SILENT -> fault(node -> drop(node, "iifname", "oifname"), this::passAgain);
      case ONEWAY -> fault(node -> drop(node, "iifname"), this::passAgain);
      case LOSS -> kill().under(loss());
      case STARVED -> kill().under(starved());
      case HEADLESS -> kill().under(headless());
      case ROLLING, SOAK, APPLY, MEMORY ->
          throw new IllegalArgumentException(kind + " is no fault of one node");
    };
  }

  private Fault kill() {
    return fault(stage.lab()::kill, stage.lab()::heal);
  }

  /** Every frame on the segment is lost with the same probability. */
  Fault loss() {
    return fault(
        _ -> {
          nft("add table bridge loss");
          nft("add chain bridge loss f { type filter hook forward priority 0 ; }");
          nft("add rule bridge loss f numgen random mod 100 < %d drop".formatted(LOSS_PERCENT));
        },
        _ -> nft("delete table bridge loss"));
  }

  /** More programs than processors, all of them busy. */
  Fault starved() {
    return fault(
        _ ->
            stage
                .host()
                .output(
                    """
                    BUSY=; for i in $(seq %d); do timeout %d sh -c 'while :; do :; done' & \
                    BUSY="$BUSY $!"; done"""
                        .formatted(BUSY_LOOPS, BUSY_SECONDS_MAX),
                    LIMIT),
        _ -> stage.host().output("kill $BUSY", LIMIT));
  }

  // A process that stands still keeps its connections open, so nobody is told that it is gone.
  private Fault headless() {
    return fault(_ -> signal("STOP", "controller"), _ -> signal("CONT", "controller"));
  }

  private void signal(String signal, String program) {
    Long process = StatusText.processes(stage.lab().status()).get(program);
    if (process == null) {
      throw new CampaignException("no process of the " + program + " runs");
    }
    stage.host().output("kill -%s %d".formatted(signal, process), LIMIT);
  }

  private static String speaker(String node) {
    return "speaker " + node;
  }

  private void fairlead(String words) {
    stage.host().output(stage.lab().fairlead() + " " + words, Stage.COMMAND_LIMIT);
  }

  /** The node with the next number, and after the last the first. */
  private String follower(String node) {
    int number = Integer.parseInt(node.substring("node-".length()));
    return "node-" + (number % stage.nodes() + 1);
  }

  private void link(String node, String state) {
    stage.lan().output("ip link set %s %s".formatted(port(node), state), LIMIT);
  }

  private void drop(String node, String... directions) {
    nft("add table bridge cut");
    nft("add chain bridge cut f { type filter hook forward priority 0 ; }");
    for (String direction : directions) {
      nft("add rule bridge cut f %s %s drop".formatted(direction, port(node)));
    }
  }

  private void passAgain(String node) {
    nft("delete table bridge cut");
  }

  private void nft(String rule) {
    stage.lan().output("nft '" + rule + "'", LIMIT);
  }

  /** The end of the node's cable at the switch. */
  private static String port(String node) {
    return node.replace("node-", "v-n");
  }

  private static Fault fault(Consumer<String> begin, Consumer<String> end) {
    return new Fault() {
      @Override
      public void begin(String node) {
        begin.accept(node);
      }

      @Override
      public void end(String node) {
        end.accept(node);
      }
    };
  }
}
