package io.fairlead.deploy.lab;

import io.fairlead.deploy.lab.net.LabNode;
import io.fairlead.deploy.lab.net.LabPlan;
import io.fairlead.deploy.lab.process.LabProgram;
import io.fairlead.deploy.lab.process.LabPrograms;
import io.fairlead.deploy.lab.process.LabSite;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** Runs {@link SimpleController} and {@link SimpleSpeaker}; is itself a small program. */
public final class SimplePrograms implements LabPrograms {

  /** A program whose only command is the lab. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(CommandLine.Model.CommandSpec.create().name("fairlead"))
        .addSubcommand(new LabCommand(new SimplePrograms()));
  }

  @Override
  public List<String> self() {
    return java(SimplePrograms.class);
  }

  @Override
  public LabProgram controller(LabSite site) {
    return program(
        site,
        LabSite.CONTROLLER,
        LabPlan.CONTROLLER,
        SimpleController.class,
        site.controllerKubeconfig().toString());
  }

  @Override
  public LabProgram speaker(LabSite site, LabNode node) {
    return program(
        site,
        LabSite.speaker(node),
        node.place(),
        SimpleSpeaker.class,
        Integer.toString(node.number()));
  }

  private static LabProgram program(
      LabSite site, String name, String place, Class<?> main, String argument) {
    List<String> command = new ArrayList<>(java(main));
    command.add(argument);
    return new LabProgram(name, place, command, Map.of(), site.log(name));
  }

  private static List<String> java(Class<?> main) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xmx128m",
        "-cp",
        System.getProperty("java.class.path"),
        main.getName());
  }
}
