package io.fairlead.deploy.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The flags and variables of MetalLB's programs that Fairlead's have not: each is taken with a
 * sentence that says what became of it, or refused with one that says what to do instead. Pure.
 */
final class MetallbFlags {
  /**
   * What becomes of a command line.
   *
   * @param arguments what is left for Fairlead's own options
   * @param remarks a sentence for each flag that was taken and has no effect
   * @param refusal why the program does not start
   */
  record Outcome(List<String> arguments, List<String> remarks, Optional<String> refusal) {
    Outcome {
      arguments = List.copyOf(arguments);
      remarks = List.copyOf(remarks);
    }
  }

  private record Flag(boolean takesValue, boolean refused, String sentence) {}

  private static final String MEMBERLIST =
      "the programs form a cluster with certificates of their own (--certs), memberlist is not used";
  private static final String METRICS_TLS = "metrics are served over plain HTTP (--port)";
  private static final String FRR = "Fairlead speaks BGP itself, there is no FRR";

  /** Both programs. */
  private static final Map<String, Flag> SHARED =
      Map.ofEntries(
          taken("--log-level", "the level is set in logback.xml"),
          taken("--health-probe-port", "health is not served on a port of its own yet"),
          taken("--pod-name", "a member is known by --cluster-host"),
          refused("--pprof-bind-address", "profiles of Go programs do not exist here: use JFR"),
          taken("--tls-min-version", METRICS_TLS),
          taken("--tls-cipher-suites", METRICS_TLS),
          taken("--tls-curve-preferences", METRICS_TLS),
          taken("--metrics-cert-dir", METRICS_TLS));

  private static final Map<String, Flag> CONTROLLER =
      Map.ofEntries(
          taken("--ml-secret-name", MEMBERLIST),
          taken("--deployment", MEMBERLIST),
          taken(
              "--webhook-secret",
              "the webhook's certificates are in the folder of --data, or in --cert-dir with"
                  + " --disable-cert-rotation"),
          refusedSwitch("--webhook-http2", "the webhook speaks HTTP/1.1: leave the flag away"));

  private static final Map<String, Flag> SPEAKER =
      Map.ofEntries(
          taken("--namespace", "speakers read nothing from Kubernetes"),
          taken("--ml-bindaddr", MEMBERLIST + "; --cluster-bind is the address to listen on"),
          taken("--ml-bindport", MEMBERLIST + "; --cluster-port is the port"),
          taken("--ml-labels", MEMBERLIST),
          taken("--ml-secret-key-path", MEMBERLIST),
          takenSwitch("--ml-wan-config", MEMBERLIST),
          taken("--lb-class", "it is a flag of the controller, which tells the speakers"),
          takenSwitch(
              "--ignore-exclude-lb",
              "it is a flag of the controller, which decides where an address is announced"),
          taken("--bgp-debounce-timeout", FRR),
          taken("--frrk8s-namespace", FRR),
          takenSwitch("--frrk8s-secret-passthrough", FRR));

  private static final Map<String, String> VARIABLES =
      Map.of(
          "METALLB_BGP_TYPE", "Fairlead has one BGP of its own, whatever the value",
          "METALLB_ML_SECRET_NAME", MEMBERLIST,
          "METALLB_ML_SECRET_KEY_PATH", MEMBERLIST,
          "METALLB_ML_BIND_ADDR", MEMBERLIST,
          "METALLB_ML_BIND_PORT", MEMBERLIST,
          "METALLB_ML_LABELS", MEMBERLIST,
          "METALLB_BGP_DEBOUNCE_TIMEOUT", FRR,
          "FRRK8S_NAMESPACE", FRR,
          "FRR_CONFIG_FILE", FRR,
          "FRR_LOGGING_LEVEL", FRR);

  private MetallbFlags() {}

  private static Map.Entry<String, Flag> taken(String name, String sentence) {
    return Map.entry(name, new Flag(true, false, sentence));
  }

  private static Map.Entry<String, Flag> takenSwitch(String name, String sentence) {
    return Map.entry(name, new Flag(false, false, sentence));
  }

  private static Map.Entry<String, Flag> refused(String name, String sentence) {
    return Map.entry(name, new Flag(true, true, sentence));
  }

  private static Map.Entry<String, Flag> refusedSwitch(String name, String sentence) {
    return Map.entry(name, new Flag(false, true, sentence));
  }

  /**
   * Takes MetalLB's flags out of a command line.
   *
   * @param arguments with the command first
   * @param own names of the options that the command has itself; they are left alone
   */
  static Outcome sort(List<String> arguments, Set<String> own) {
    var known = new TreeMap<String, Flag>();
    switch (arguments.isEmpty() ? "" : arguments.getFirst()) {
      case "controller" -> known.putAll(CONTROLLER);
      case "speaker" -> known.putAll(SPEAKER);
      default -> {
        return new Outcome(arguments, List.of(), Optional.empty());
      }
    }
    known.putAll(SHARED);
    known.keySet().removeAll(own);
    var left = new ArrayList<String>();
    var remarks = new ArrayList<String>();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      int equals = argument.indexOf('=');
      String name = equals < 0 ? argument : argument.substring(0, equals);
      var flag = known.get(name);
      if (flag == null) {
        left.add(argument);
        continue;
      }
      boolean isOff = !flag.takesValue() && argument.endsWith("=false");
      if (flag.refused() && !isOff) {
        return new Outcome(left, remarks, Optional.of(name + " is refused: " + flag.sentence()));
      }
      remarks.add(name + " has no effect: " + flag.sentence());
      if (flag.takesValue() && equals < 0) {
        i++;
      }
    }
    return new Outcome(left, remarks, Optional.empty());
  }

  /** A sentence for each of MetalLB's variables that is set and has no effect. */
  static List<String> remarks(Map<String, String> environment) {
    var remarks = new ArrayList<String>();
    new TreeMap<>(VARIABLES)
        .forEach(
            (name, sentence) -> {
              if (!environment.getOrDefault(name, "").isEmpty()) {
                remarks.add(name + " has no effect: " + sentence);
              }
            });
    return remarks;
  }
}
