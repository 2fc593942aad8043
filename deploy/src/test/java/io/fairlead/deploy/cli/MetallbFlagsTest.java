package io.fairlead.deploy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetallbFlagsTest {
  /** Every flag of MetalLB's controller; Fairlead has some of them itself. */
  private static final String CONTROLLER =
      "--port --namespace --ml-secret-name --deployment --pod-name --log-level"
          + " --pprof-bind-address --health-probe-port --disable-cert-rotation --cert-dir"
          + " --cert-service-name --webhook-mode --webhook-secret --webhook-http2 --lb-class"
          + " --tls-min-version --tls-cipher-suites --tls-curve-preferences --metrics-cert-dir";

  private static final String SPEAKER =
      "--namespace --host --node-name --pod-name --ml-bindaddr --ml-bindport --ml-labels"
          + " --ml-secret-key-path --ml-wan-config --port --log-level --pprof-bind-address"
          + " --health-probe-port --lb-class --ignore-exclude-lb --bgp-debounce-timeout"
          + " --frrk8s-namespace --frrk8s-secret-passthrough --tls-min-version"
          + " --tls-cipher-suites --tls-curve-preferences --metrics-cert-dir"
          + " --gratuitous-arp-interval";

  @Test
  void everyFlagOfMetallb_isKnownToTheCommandOrToTheTable() {
    assertAllKnown("controller", CONTROLLER);
    assertAllKnown("speaker", SPEAKER);
  }

  private static void assertAllKnown(String command, String flags) {
    var own = ownOptions(command);
    for (String flag : flags.split(" ")) {
      var outcome = MetallbFlags.sort(List.of(command, flag + "=x"), own);
      boolean table = !outcome.remarks().isEmpty() || outcome.refusal().isPresent();
      assertTrue(own.contains(flag) || table, flag + " of the " + command);
    }
  }

  private static Set<String> ownOptions(String command) {
    return FairleadMain.ownOptions(FairleadMain.commandLine(), command);
  }

  @Test
  void takenFlags_areLeftAwayWithTheirValues() {
    var outcome =
        MetallbFlags.sort(
            List.of(
                "speaker",
                "--pod-name",
                "x",
                "--node-name",
                "a",
                "--log-level=debug",
                "--ml-wan-config",
                "--frrk8s-namespace=x"),
            ownOptions("speaker"));

    assertEquals(List.of("speaker", "--node-name", "a"), outcome.arguments());
    assertEquals(4, outcome.remarks().size());
    assertTrue(outcome.remarks().getFirst().startsWith("--pod-name has no effect: "));
  }

  @Test
  void flagThatTheCommandHasItself_isLeftToIt() {
    var outcome = MetallbFlags.sort(List.of("controller", "--port=1"), Set.of("--port"));

    assertEquals(List.of("controller", "--port=1"), outcome.arguments());
  }

  @Test
  void otherCommands_areLeftAlone() {
    var arguments = List.of("lab", "--port", "1");

    assertEquals(
        new MetallbFlags.Outcome(arguments, List.of(), Optional.empty()),
        MetallbFlags.sort(arguments, Set.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "controller --webhook-http2",
        "controller --pprof-bind-address=:6060",
        "speaker --pprof-bind-address=:6060"
      })
  void refusedFlag_endsTheProgramWithASentence(String line) {
    var err = new StringWriter();
    var arguments = Arrays.asList(line.split(" "));

    int code = FairleadMain.run(arguments, Map.of(), new PrintWriter(err));

    assertEquals(2, code);
    assertTrue(err.toString().contains(" is refused: "), err.toString());
  }

  @Test
  void refusedSwitchThatIsOff_isTaken() {
    var outcome =
        MetallbFlags.sort(List.of("controller", "--webhook-http2=false"), ownOptions("controller"));

    assertEquals(Optional.empty(), outcome.refusal());
  }

  @Test
  void variables_thatAreSet_areRemarkedOn() {
    assertEquals(
        List.of(
            "METALLB_BGP_TYPE has no effect: Fairlead has one BGP of its own, whatever the value"),
        MetallbFlags.remarks(
            Map.of("METALLB_BGP_TYPE", "frr", "PATH", "/bin", "FRR_CONFIG_FILE", "")));
  }
}
