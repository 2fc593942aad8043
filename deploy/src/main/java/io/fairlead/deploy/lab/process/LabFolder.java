package io.fairlead.deploy.lab.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fairlead.deploy.lab.net.LabException;
import io.fairlead.deploy.lab.net.LabExit;
import io.fairlead.deploy.lab.net.LabName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folder of one lab: its state file, kubeconfig, logs, journals and control socket. Only its
 * user may look inside.
 */
public record LabFolder(Path root, LabName name) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final FileAttribute<Set<PosixFilePermission>> ONLY_USER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  public LabFolder {
    root = root.toAbsolutePath().normalize();
  }

  public Path path() {
    return root.resolve(name.value());
  }

  public Path stateFile() {
    return path().resolve("state.json");
  }

  public Path kubeconfig() {
    return path().resolve("kubeconfig");
  }

  /** The kubeconfig that is right inside the controller's namespace. */
  public Path controllerKubeconfig() {
    return path().resolve("controller.kubeconfig");
  }

  public Path controlSocket() {
    return path().resolve("control.sock");
  }

  /**
   * What a lab in the background prints. It lies beside the folder, as the lab itself replaces the
   * folder when it starts.
   */
  public Path console() {
    return root.resolve(name + ".console.log");
  }

  /** The log file of one program. */
  public Path log(String program) {
    return path().resolve("logs").resolve(program + ".log");
  }

  /** Makes the folder, for its user alone. */
  public void create() {
    try {
      createRoot();
      Files.createDirectories(path(), ONLY_USER);
      Files.createDirectories(path().resolve("logs"));
    } catch (IOException e) {
      throw new LabException(
          LabExit.MISSING,
          "cannot write to the lab's folder %s (%s); name another with --state-dir"
              .formatted(path(), e.getMessage()),
          e);
    }
  }

  /** Makes only the folder of all labs. */
  public void createRoot() throws IOException {
    Files.createDirectories(root, ONLY_USER);
  }

  /** The state on disk, if a lab of this name left one. */
  public Optional<LabState> read() {
    try {
      return Optional.of(JSON.readValue(Files.readString(stateFile()), LabState.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (JsonProcessingException e) {
      throw new LabException(
          LabExit.MISSING,
          "%s is not a state file of a lab (%s); remove the folder %s if no lab runs"
              .formatted(stateFile(), e.getOriginalMessage(), path()),
          e);
    } catch (IOException e) {
      throw new LabException(
          LabExit.MISSING, "cannot read %s: %s".formatted(stateFile(), e.getMessage()), e);
    }
  }

  /** Replaces the state on disk; a reader sees the old one or the new one, never half of one. */
  public void write(LabState state) {
    Path fresh = path().resolve("state.json.new");
    try {
      Files.writeString(fresh, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(state));
      Files.move(fresh, stateFile(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new LabException(
          LabExit.MISSING, "cannot write %s: %s".formatted(stateFile(), e.getMessage()), e);
    }
  }

  /** Removes the folder and everything in it. */
  public void delete() {
    if (!Files.exists(path())) {
      return;
    }
    try (Stream<Path> tree = Files.walk(path())) {
      for (Path file : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new LabException(
          LabExit.SCENARIO_FAILED, "cannot remove %s: %s".formatted(path(), e.getMessage()), e);
    }
  }

  /** The last lines of a log file, oldest first; none if there is no such file. */
  public static List<String> tail(Path log, int lineCount) {
    try (Stream<String> lines = Files.lines(log)) {
      List<String> all = lines.toList();
      return all.subList(Math.max(0, all.size() - lineCount), all.size());
    } catch (IOException e) {
      return List.of();
    }
  }

  /** Which run of this machine this is. */
  public static String bootId() {
    try {
      return Files.readString(BOOT_ID).strip();
    } catch (IOException e) {
      return "unknown";
    }
  }
}
