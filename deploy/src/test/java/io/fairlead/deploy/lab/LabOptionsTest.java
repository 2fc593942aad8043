package io.fairlead.deploy.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.deploy.lab.net.LabException;
import io.fairlead.deploy.lab.net.LabName;
import io.fairlead.deploy.lab.net.LabNode;
import io.fairlead.deploy.lab.net.LabPlan;
import io.fairlead.deploy.lab.process.LabState;
import io.fairlead.deploy.lab.process.ProcessMark;
import io.fairlead.deploy.lab.steps.LabSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class LabOptionsTest {
  @CommandLine.Command
  private static final class Holder {
    @CommandLine.Mixin private LabOptions options = new LabOptions();
  }

  @Test
  void relaunchArguments_meanTheSameLab(@TempDir Path folder) throws IOException {
    Path kubeconfig = Files.writeString(folder.resolve("k"), "");
    LabOptions given =
        parse(
            "--nodes",
            "5",
            "--name",
            "mine",
            "--state-dir",
            "/tmp/labs",
            "--keep",
            "--timeout",
            "90",
            "--api-port",
            "7000",
            "--backends",
            "node-1,node-3",
            "--kubeconfig",
            kubeconfig.toString());

    List<String> words = given.relaunchArguments(true);
    LabOptions again = parse(words.subList(1, words.size()).toArray(String[]::new));

    LabSettings expected = given.settings();
    LabSettings actual = again.settings();
    assertEquals("lab", words.getFirst());
    assertTrue(again.relaunched() && again.keep());
    assertEquals(
        new LabSettings(
            expected.plan(),
            expected.folder(),
            expected.kubeconfig(),
            expected.apiPort(),
            expected.backends(),
            expected.manifests(),
            expected.stepLimit(),
            true),
        actual);
  }

  @Test
  void settings_haveTheDefaultsOfTheHelpText() {
    LabSettings settings = parse().settings();

    assertEquals(new LabPlan(LabName.DEFAULT, 3), settings.plan());
    assertEquals(settings.plan().nodes(), settings.backends());
    assertEquals(60, settings.stepLimit().toSeconds());
  }

  @Test
  void settings_limitPodsToTheGivenNodes() {
    assertEquals(List.of(new LabNode(3)), parse("--backends", "node-3").settings().backends());
    assertThrows(LabException.class, () -> parse("--backends", "node-4").settings());
  }

  @Test
  void settings_refuseWhatIsOutOfRange() {
    assertThrows(LabException.class, () -> parse("--nodes", "21").settings());
    assertThrows(LabException.class, () -> parse("--timeout", "0").settings());
    assertThrows(LabException.class, () -> parse("--api-port", "70000").settings());
  }

  @Test
  void lab_endsWithExitCode2WhenTheCommandLineIsWrong() {
    var err = new StringWriter();
    CommandLine program = SimplePrograms.commandLine().setErr(new PrintWriter(err));

    assertEquals(2, program.execute("lab", "--nodes", "many"));
    assertEquals(2, program.execute("lab", "--nodes", "21"));
    assertEquals(2, program.execute("lab", "--kubeconfig", "/nowhere/admin.conf"));
    assertTrue(err.toString().contains("a lab has 1 to 20 nodes, not 21"), err.toString());
    assertTrue(err.toString().contains("there is no file /nowhere/admin.conf"), err.toString());
  }

  @Test
  void help_namesTheSubcommandsAndTheExitCodes() {
    var out = new StringWriter();
    SimplePrograms.commandLine().setOut(new PrintWriter(out)).execute("lab", "--help");

    for (String word : List.of("status", "kill", "heal", "exec", "down", "Exit codes:", "--keep")) {
      assertTrue(out.toString().contains(word), word);
    }
  }

  @Test
  void execCommand_entersTheUserNamespaceOfALabWithoutRoot() {
    var plan = new LabPlan(LabName.DEFAULT, 1);
    var state = new LabState("lab", "boot", new ProcessMark(42, 7), 1, true, true, List.of());

    List<String> command = ExecCommand.of(state, plan, "client", List.of("curl", "-s"));

    assertTrue(String.join(" ", command).contains("--target 42 --user --net --mount"));
    assertEquals(List.of("exec", "fl-lab-client", "curl", "-s"), command.subList(9, 13));
  }

  @Test
  void launcher_putsItsPlacesAroundTheProgram() {
    List<String> command = LabLauncher.command(List.of("java", "X"), true, true);

    assertTrue(command.getFirst().endsWith("setsid"));
    assertTrue(command.contains("-Urnm"));
    assertEquals(List.of("java", "X"), command.subList(command.size() - 2, command.size()));
    assertEquals(List.of("java"), LabLauncher.command(List.of("java"), false, false));
  }

  @Test
  void standardFolder_isNamedByTheLab() {
    Path path = parse("--name", "mine").settings().folder().path();

    assertTrue(path.endsWith("mine"), path.toString());
  }

  private static LabOptions parse(String... arguments) {
    var holder = new Holder();
    new CommandLine(holder).parseArgs(arguments);
    return holder.options;
  }
}
