package io.fairlead.deploy.lab.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A program that the lab runs beside itself.
 *
 * @param name what people call it, such as {@code controller} or {@code speaker of node-2}
 * @param place in whose namespace it runs
 * @param command the whole command line
 * @param environment added to the lab's own environment
 * @param log where everything it prints is appended
 */
public record LabProgram(
    String name, String place, List<String> command, Map<String, String> environment, Path log) {
  public LabProgram {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }
}
