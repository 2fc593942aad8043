package io.fairlead.deploy.lab;

import io.fairlead.deploy.lab.net.LabName;
import io.fairlead.deploy.lab.process.LabFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options that say which lab is meant; shared by all lab commands. */
final class LabFolderOptions {
  private static final Path ROOT_FOLDER = Path.of("/run/fairlead-lab");
  private static final Path USER_FOLDER = Path.of(".local", "state", "fairlead", "lab");

  @Option(
      names = "--name",
      paramLabel = "NAME",
      defaultValue = "lab",
      description =
          "Name of the lab; labs with different names can run side by side "
              + "(default: ${DEFAULT-VALUE}).")
  private String name = "lab";

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description =
          "Where labs keep their state, logs and kubeconfig (default: /run/fairlead-lab for root, "
              + "otherwise ~/.local/state/fairlead/lab).")
  private Path stateDir = Path.of("");

  LabFolder folder() {
    return folderNamed(new LabName(name));
  }

  LabFolder folderNamed(LabName labName) {
    return new LabFolder(stateDir.toString().isEmpty() ? standard() : stateDir, labName);
  }

  /** Root's folder goes away with a restart of the machine, as all that a lab leaves does. */
  static Path standard() {
    if (Files.isWritable(Path.of("/run"))) {
      return ROOT_FOLDER;
    }
    Path home = Path.of(System.getProperty("user.home", "/"));
    return Files.isWritable(home)
        ? home.resolve(USER_FOLDER)
        : Path.of(System.getProperty("java.io.tmpdir", "/tmp"))
            .resolve("fairlead-lab-" + System.getProperty("user.name", "user"));
  }
}
